package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A topic of which nothing is ever deleted.
public final class PlainWorkload extends TopicWorkload {
  private static final int PARTITIONS = 2;
  private static final int LARGE_ONE_IN = 100;

  public PlainWorkload(Stage stage, String name) {
    super(stage, name, PARTITIONS);
  }

  /// Small segments now and then, so that rolls and several files come into play.
  @Override
  Map<String, String> configs() {
    return Map.of(
        "internal.segment.bytes", random().oneIn(2) ? "1048576" : "200000", "retention.ms", "-1");
  }

  @Override
  void onTopic(Topic topic) {
    for (int p = 0; p < PARTITIONS; p++) {
      var load = load(new Target(topic, p), new LogRules() {});
      load.produce(new Values(stage(), "idempotent-" + p, LARGE_ONE_IN), stage().retry());
      load.produce(new Values(stage(), Numbered.UNORDERED + p, LARGE_ONE_IN), Retry.NEVER);
    }
  }

  /// Records without keys, in batches of one to four.
  static final class Values implements RecordSource {
    private final Stage stage;
    private final int largeOneIn;
    private final SimulatedRandom random;
    private final Numbered values;

    /// Small ones only.
    Values(Stage stage, String name) {
      this(stage, name, 0);
    }

    /// @param largeOneIn one of so many is too large for the journal's copy of small appends
    Values(Stage stage, String name, int largeOneIn) {
      this.largeOneIn = largeOneIn;
      this.stage = stage;
      this.random = stage.random();
      this.values = new Numbered(name);
    }

    @Override
    public List<Payload> next() {
      List<Payload> batch = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int maxFiller = random.oneIn(largeOneIn) ? 43_000 : 60;
        long timestampMs = stage.wallMs() - random.nextInt(200);
        batch.add(new Payload(null, values.next(random, maxFiller), timestampMs));
      }
      return batch;
    }
  }
}
