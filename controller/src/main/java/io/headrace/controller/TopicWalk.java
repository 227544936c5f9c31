package io.headrace.controller;

import io.headrace.base.PersistentMap;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A walk through all topics by name, in portions; the image may change between two of them. Topics
/// that come up behind it are none of its business.
final class TopicWalk {
  private static final String FIRST = "";

  /// The name to go on with; null while there is nothing to walk.
  private @Nullable String next;

  void begin() {
    next = FIRST;
  }

  void end() {
    next = null;
  }

  boolean isDone() {
    return next == null;
  }

  /// The next topics: at least one if there is one, and not many more partitions than `partitions`.
  List<TopicImage> portion(ClusterImage image, int partitions) {
    var portion = new ArrayList<TopicImage>();
    if (next == null) {
      return portion;
    }
    int seen = 0;
    Iterator<PersistentMap.Entry<String, TopicImage>> topics = image.topicsFrom(next);
    while (topics.hasNext()) {
      TopicImage topic = topics.next().value();
      if (seen >= partitions) {
        next = topic.name();
        return portion;
      }
      portion.add(topic);
      seen += Math.max(1, topic.partitions().size());
    }
    next = null;
    return portion;
  }

  /// Goes on with this topic once more: not all of it was done.
  void backTo(TopicImage topic) {
    next = topic.name();
  }
}
