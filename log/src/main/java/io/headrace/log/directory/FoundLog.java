package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.segment.Segment;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;
import java.util.List;

/// A log as it begins its life in this process: new, or found on the disk.
///
/// @param leftBelow segments below its start: they go once a checkpoint knows who wrote them
/// @param endOffset everything below is durable
/// @param isFuture whether it is to take the place of one in another directory
record FoundLog(
    PartitionId id,
    Segments segments,
    List<Segment> leftBelow,
    EpochTable epochs,
    ProducerTable producers,
    long startOffset,
    long endOffset,
    long cleanedOffset,
    boolean isFuture) {

  static FoundLog empty(PartitionId id, Segments segments) {
    return new FoundLog(
        id, segments, List.of(), new EpochTable(), new ProducerTable(), 0, 0, 0, false);
  }
}
