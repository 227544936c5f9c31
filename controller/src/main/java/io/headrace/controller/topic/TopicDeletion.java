package io.headrace.controller.topic;

import io.headrace.base.TopicId;
import io.headrace.controller.decision.Decision;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Decides which topics go.
public final class TopicDeletion {

  private TopicDeletion() {}

  /// Those of `ids` that were there to be deleted.
  public static Decision<List<TopicId>> decide(ClusterImage image, List<TopicId> ids) {
    var records = new ArrayList<MetadataRecord>();
    var deleted = new ArrayList<TopicId>();
    for (TopicId id : new LinkedHashSet<>(ids)) {
      if (image.topic(id) != null) {
        records.add(new MetadataRecord.TopicDeleted(id));
        deleted.add(id);
      }
    }
    return new Decision<>(records, deleted);
  }
}
