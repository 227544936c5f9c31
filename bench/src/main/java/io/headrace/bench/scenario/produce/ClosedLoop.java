package io.headrace.bench.scenario.produce;

import io.headrace.bench.load.ProduceLoad;
import io.headrace.bench.load.ProduceLoad.Outcome;
import io.headrace.bench.load.ProduceRequests;
import io.headrace.bench.scenario.Measured;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;

/// Produces on some connections, with as many requests under way on each as Kafka's producer has by
/// default: the next is sent when one is answered.
record ClosedLoop(int connections) {

  private static final int UNDER_WAY = 5;

  String sentence() {
    return "acks=all, %d under way on each of %,d connection%s."
        .formatted(UNDER_WAY, connections, connections == 1 ? "" : "s");
  }

  Measured<Outcome> measure(RunningBroker broker, ProduceRequests requests, Timing timing)
      throws IOException {
    try (var load = new ProduceLoad(broker.port(), connections, requests)) {
      return Measured.warm(broker, timing, length -> load.keepUnderWay(UNDER_WAY, length));
    }
  }
}
