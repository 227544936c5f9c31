package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compacted topic with few keys, small segments, and tombstones that may soon go, or must stay.
public final class CompactedWorkload extends TopicWorkload {
  private static final int SEGMENT_BYTES = 3_000;
  private static final int LONG_RETENTION_MS = 30_000;
  private static final int SHORT_RETENTION_MS = 400;
  private static final int KEYS = 24;
  private static final int TOMBSTONE_ONE_IN = 5;

  private final int deleteRetentionMs;
  private boolean checked;
  private @Nullable CompactedRules rules;
  private @Nullable PartitionLoad load;

  public CompactedWorkload(Stage stage, String name) {
    super(stage, name, 1);
    deleteRetentionMs = random().oneIn(2) ? LONG_RETENTION_MS : SHORT_RETENTION_MS;
  }

  @Override
  Map<String, String> configs() {
    return Map.of(
        "cleanup.policy",
        "compact",
        "internal.segment.bytes",
        String.valueOf(SEGMENT_BYTES),
        "min.cleanable.dirty.ratio",
        "0.01",
        "delete.retention.ms",
        String.valueOf(deleteRetentionMs),
        "file.delete.delay.ms",
        "100");
  }

  @Override
  void onTopic(Topic topic) {
    rules = new CompactedRules(stage(), deleteRetentionMs, SEGMENT_BYTES);
    load = load(new Target(topic, 0), rules);
    for (String name : List.of("red", "green")) {
      load.produce(new KeyedValues(stage(), name), stage().retry());
    }
  }

  @Override
  public boolean satisfied() {
    if (!super.satisfied()) {
      return false;
    }
    if (!checked && rules != null && load != null && load.reader().missed().isEmpty()) {
      checked = true;
      rules.checkThatItWasCompacted();
    }
    return true;
  }

  /// Records of a few keys that nobody else writes, so that it is known which is the last.
  private static final class KeyedValues implements RecordSource {
    private final Stage stage;
    private final SimulatedRandom random;
    private final String name;
    private final Numbered values;

    KeyedValues(Stage stage, String name) {
      this.stage = stage;
      this.random = stage.random();
      this.name = name;
      this.values = new Numbered(name);
    }

    @Override
    public List<Payload> next() {
      List<Payload> batch = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        // Some keys come often; the last record of others gets old.
        String key = name + random.nextInt(1 + random.nextInt(KEYS));
        String value = random.oneIn(TOMBSTONE_ONE_IN) ? null : values.next(random, 100);
        batch.add(new Payload(key, value, stage.wallMs()));
      }
      return batch;
    }
  }
}
