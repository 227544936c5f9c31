package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerTable;

/// A log as it begins its life in this process: new, or found on the disk.
///
/// @param endOffset everything below is durable
record FoundLog(
    PartitionId id,
    Segments segments,
    EpochTable epochs,
    ProducerTable producers,
    long startOffset,
    long endOffset,
    long cleanedOffset) {

  static FoundLog empty(PartitionId id, Segments segments) {
    return new FoundLog(id, segments, new EpochTable(), new ProducerTable(), 0, 0, 0);
  }
}
