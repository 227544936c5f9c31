package io.headrace.record;

/// What [BatchCheck] found.
public sealed interface BatchVerdict {

  /// The batch may be stored.
  ///
  /// @param maxTimestamp the largest timestamp of the records; where it differs from
  ///   [RecordBatch#maxTimestamp] the header lies and is to be corrected
  /// @param recordBytes what the records take when not compressed
  record Accepted(long maxTimestamp, int recordBytes) implements BatchVerdict {}

  /// Nothing of the batch may be stored.
  ///
  /// @param recordIndex which record is to blame (from 0), or [#WHOLE_BATCH]
  record Refused(BatchDefect defect, int recordIndex) implements BatchVerdict {

    public static final int WHOLE_BATCH = -1;

    static Refused whole(BatchDefect defect) {
      return new Refused(defect, WHOLE_BATCH);
    }
  }
}
