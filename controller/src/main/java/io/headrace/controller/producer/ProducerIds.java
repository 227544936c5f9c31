package io.headrace.controller.producer;

import io.headrace.controller.decision.Decision;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import java.util.List;

/// Gives producer ids away in blocks, so that most producers cost the metadata log nothing.
public final class ProducerIds {

  /// As many as Kafka gives at once.
  private static final int BLOCK_SIZE = 1_000;

  private ProducerIds() {}

  /// Ids that are nobody else's.
  ///
  /// @param first the first of them
  /// @param count how many
  public record Block(long first, int count) {}

  public static Decision<Block> decide(ClusterImage image) {
    long first = image.nextProducerId();
    return new Decision<>(
        List.of(new MetadataRecord.ProducerIdsAllocated(Math.addExact(first, BLOCK_SIZE))),
        new Block(first, BLOCK_SIZE));
  }
}
