package io.headrace.record;

import java.util.List;

/// What [BatchCheck] found.
public sealed interface BatchVerdict {

  /// The batch may be stored.
  ///
  /// @param maxTimestamp the largest timestamp of the records; where it differs from
  ///   [RecordBatch#maxTimestamp] the header lies and is to be corrected
  record Accepted(long maxTimestamp) implements BatchVerdict {}

  /// Nothing of the batch may be stored.
  ///
  /// @param records those that are to blame, counted from 0; none if it is the batch as a whole.
  ///   Where records can be told apart, all that have the defect of the first, at most
  ///   [#MAX_RECORDS]
  record Refused(BatchDefect defect, List<Integer> records) implements BatchVerdict {

    /// So that the answer to a request does not grow far beyond it.
    public static final int MAX_RECORDS = 1_000;

    public Refused(BatchDefect defect, List<Integer> records) {
      this.defect = defect;
      this.records = List.copyOf(records);
    }

    static Refused whole(BatchDefect defect) {
      return new Refused(defect, List.of());
    }
  }
}
