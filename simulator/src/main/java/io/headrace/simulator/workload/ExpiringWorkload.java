package io.headrace.simulator.workload;

import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A topic whose records go by age or by size: not before their time, not one more than must, and
/// not much later either.
public final class ExpiringWorkload extends TopicWorkload {
  private static final int SEGMENT_BYTES = 3_000;
  private static final long RETENTION_MS = 1_200;
  private static final long RETENTION_BYTES = 6_000;

  private final boolean byAge;
  private boolean checked;
  private @Nullable Expiry expiry;
  private @Nullable PartitionLoad load;

  public ExpiringWorkload(Stage stage, String name) {
    super(stage, name, 1);
    byAge = random().oneIn(2);
  }

  @Override
  Map<String, String> configs() {
    return Map.of(
        "internal.segment.bytes",
        String.valueOf(SEGMENT_BYTES),
        "retention.ms",
        byAge ? String.valueOf(RETENTION_MS) : "-1",
        "retention.bytes",
        byAge ? "-1" : String.valueOf(RETENTION_BYTES),
        "file.delete.delay.ms",
        "100");
  }

  @Override
  void onTopic(Topic topic) {
    expiry = byAge ? new ByAge(stage().clock()) : new BySize();
    load = load(new Target(topic, 0), expiry);
    load.produce(new PlainWorkload.Values(stage(), "expiring"), stage().retry());
  }

  @Override
  public boolean satisfied() {
    if (!super.satisfied()) {
      return false;
    }
    if (!checked && expiry != null && load != null) {
      checked = true;
      expiry.checkThatItWent(load.reader());
    }
    return true;
  }

  /// What may be gone, and at the end must be.
  private abstract static class Expiry implements LogRules {
    final List<PartitionHistory.Acknowledged> batches = new ArrayList<>();

    @Override
    public void acknowledged(long baseOffset, List<Payload> batch) {
      batches.add(new PartitionHistory.Acknowledged(baseOffset, batch));
    }

    abstract void checkThatItWent(ReaderClient reader);

    /// At the least.
    static long bytesOf(List<Payload> batch) {
      return batch.stream().mapToLong(each -> 7 + String.valueOf(each.value()).length()).sum() + 61;
    }

    /// At the most.
    static long mostBytesOf(List<Payload> batch) {
      return bytesOf(batch) + 15L * batch.size();
    }
  }

  private static final class ByAge extends Expiry {
    private final NodeClock clock;
    private int expired;

    ByAge(NodeClock clock) {
      this.clock = clock;
    }

    @Override
    public long highestStart() {
      long nowMs = clock.latestBelievableMs();
      while (expired < batches.size()
          && batches.get(expired).records().stream()
              .allMatch(each -> nowMs - each.timestampMs() > RETENTION_MS)) {
        expired++;
      }
      return expired < batches.size() ? batches.get(expired).baseOffset() : Long.MAX_VALUE;
    }

    @Override
    void checkThatItWent(ReaderClient reader) {
      if (reader.startOffset() < reader.highWatermark()) {
        throw new InvariantViolation(
            "records from "
                + reader.startOffset()
                + " to "
                + reader.highWatermark()
                + " are there long after their time");
      }
    }
  }

  private static final class BySize extends Expiry {
    private long mostBytesSent;

    @Override
    public void sent(List<Payload> batch) {
      mostBytesSent += mostBytesOf(batch);
    }

    @Override
    public long highestStart() {
      long leftBytes = mostBytesSent;
      for (PartitionHistory.Acknowledged batch : batches) {
        leftBytes -= bytesOf(batch.records());
        if (leftBytes < RETENTION_BYTES) {
          return batch.baseOffset();
        }
      }
      return Long.MAX_VALUE;
    }

    @Override
    void checkThatItWent(ReaderClient reader) {
      long bytes = 0;
      for (PartitionHistory.Acknowledged batch : batches) {
        bytes += batch.baseOffset() < reader.startOffset() ? 0 : bytesOf(batch.records());
      }
      long limit = RETENTION_BYTES + 2 * SEGMENT_BYTES + largest();
      if (bytes > limit) {
        throw new InvariantViolation(bytes + " bytes are there, though " + limit + " may be");
      }
    }

    private long largest() {
      return batches.stream().mapToLong(batch -> mostBytesOf(batch.records())).max().orElse(0);
    }
  }
}
