package io.headrace.simulator.workload;

import io.headrace.simulator.client.Payload;
import java.util.List;

/// What a producer sends.
interface RecordSource {

  /// The records of its next batch, all different from any before.
  List<Payload> next();
}
