package io.headrace.cli.produce;

import io.headrace.record.RecordBatch;

/// Sequence numbers of records: they begin again at 0 after the largest int.
final class Sequence {

  private Sequence() {}

  /// The number of the record that comes `count` records later; none stays none.
  static int after(int sequence, int count) {
    if (sequence == RecordBatch.NO_SEQUENCE) {
      return sequence;
    }
    return (sequence + count) & Integer.MAX_VALUE;
  }
}
