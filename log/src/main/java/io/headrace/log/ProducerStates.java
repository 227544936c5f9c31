package io.headrace.log;

import java.util.List;

/// What one log knows of the idempotent producers that wrote to it (KIP-98): the epoch, and the
/// last five batches of each. It survives restarts (snapshots beside the segments, then replay).
///
/// [#check] only reads; state changes when the batch is appended.
public interface ProducerStates {

  /// Whether a batch with these fields may be appended.
  Verdict check(long producerId, short epoch, int firstSequence, int lastSequence);

  /// For DescribeProducers, by producer id.
  List<ActiveProducer> active();

  sealed interface Verdict {
    /// Append it.
    record Accept() implements Verdict {}

    /// It is in the log already: acknowledge again with these.
    record Duplicate(long baseOffset, long logAppendTimeMs) implements Verdict {}

    /// OUT_OF_ORDER_SEQUENCE_NUMBER.
    record OutOfOrder(int expectedSequence) implements Verdict {}

    /// INVALID_PRODUCER_EPOCH: a newer producer with this id has written.
    record Fenced(short currentEpoch) implements Verdict {}
  }

  /// @param lastTimestampMs the max timestamp of its last batch, as in Kafka (KIP-664)
  /// @param currentTransactionStart −1 if none is open
  record ActiveProducer(
      long producerId,
      short epoch,
      int lastSequence,
      long lastTimestampMs,
      int coordinatorEpoch,
      long currentTransactionStart) {}
}
