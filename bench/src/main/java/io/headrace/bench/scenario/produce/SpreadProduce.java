package io.headrace.bench.scenario.produce;

import io.headrace.bench.load.ManyPartitions;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Batches of one record, each to another partition: what it costs that there are many.
public record SpreadProduce(int partitions) implements Scenario {

  private static final ClosedLoop LOOP = new ClosedLoop(100);

  @Override
  public String name() {
    return "produce-parts-" + partitions;
  }

  @Override
  public String sentence() {
    return "Requests with one record of %d bytes, to each of %,d partition%s in turn, "
            .formatted(SmallProduce.VALUE_BYTES, partitions, partitions == 1 ? "" : "s")
        + LOOP.sentence();
  }

  /// Kafka takes minutes to make thousands.
  @Override
  public Duration besides() {
    return Duration.ofMinutes(4).plusMillis(200L * partitions);
  }

  @Override
  public List<Figure> measure(RunningBroker broker, Timing timing) throws IOException {
    try (var many = new ManyPartitions(broker.port(), partitions)) {
      many.create();
      many.writeToEach(0);
      return SmallProduce.figures(LOOP.measure(broker, many.requests(), timing));
    }
  }
}
