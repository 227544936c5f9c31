package io.headrace.log.checkpoint;

import io.headrace.base.PartitionId;
import io.headrace.log.segment.SegmentState;
import io.headrace.log.segment.Stretch;
import io.headrace.log.state.EpochTable;
import io.headrace.log.state.ProducerState;
import java.util.List;

/// One log as a checkpoint knows it.
///
/// @param startOffset the first offset that can be read
/// @param endOffset the durable end: everything below is on stable storage
/// @param cleanedOffset compaction has been here: everything below was compacted once
/// @param segments in the order of their offsets
/// @param producers by id
/// @param damaged what is known to be unreadable
public record LogState(
    PartitionId id,
    long startOffset,
    long endOffset,
    long cleanedOffset,
    List<SegmentState> segments,
    EpochTable epochs,
    List<ProducerState> producers,
    List<Stretch> damaged) {}
