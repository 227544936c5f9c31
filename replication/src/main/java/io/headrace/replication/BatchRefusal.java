package io.headrace.replication;

import io.headrace.protocol.produce.BatchErrors;
import io.headrace.record.BatchDefect;
import io.headrace.record.BatchVerdict;
import java.util.List;

/// What is wrong with a batch, in the words of Kafka's protocol.
final class BatchRefusal {

  private BatchRefusal() {}

  static AppendResult.Refused of(BatchVerdict.Refused verdict) {
    BatchDefect defect = verdict.defect();
    List<AppendResult.RecordError> records =
        verdict.records().stream()
            .map(index -> new AppendResult.RecordError(index, defect.reason()))
            .toList();
    return new AppendResult.Refused(BatchErrors.errorFor(defect), defect.reason(), records);
  }
}
