package io.headrace.simulator.workload;

import io.headrace.simulator.client.AskingOffsets;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A topic whose records are deleted from the front (DeleteRecords): what was deleted once stays
/// so, and nothing else goes.
public final class DeletedRecordsWorkload extends TopicWorkload {
  private @Nullable Deleter deleter;

  public DeletedRecordsWorkload(Stage stage, String name) {
    super(stage, name, 1);
  }

  @Override
  Map<String, String> configs() {
    return Map.of(
        "internal.segment.bytes",
        "4000",
        "retention.ms",
        "-1",
        "retention.bytes",
        "-1",
        "file.delete.delay.ms",
        "100");
  }

  @Override
  void onTopic(Topic topic) {
    var target = new Target(topic, 0);
    var deletes = new Deleter(stage(), target);
    deleter = deletes;
    var load = load(target, deletes);
    load.produce(new PlainWorkload.Values(stage(), "kept"), stage().retry());
    deletes.start(load.reader());
  }

  @Override
  public void stop() {
    super.stop();
    if (deleter != null) {
      deleter.stopped = true;
    }
  }

  @Override
  public boolean idle() {
    return super.idle() && (deleter == null || deleter.underWay == 0);
  }

  /// Deletes, and knows what may be gone and what must be.
  private static final class Deleter implements LogRules {
    private static final int HIGH_WATERMARK = -1;

    private final SimulatedClient client;
    private final Target target;
    private final AskingOffsets offsets;
    private long acknowledged;
    private long attempted;
    private long sentRecords;
    private int underWay;
    private boolean stopped;

    Deleter(Stage stage, Target target) {
      this.client = stage.client();
      this.target = target;
      this.offsets = new AskingOffsets(client, target);
    }

    void start(ReaderClient reader) {
      client
          .world()
          .after(
              client.random().between(10_000_000, 400_000_000),
              () -> {
                if (!stopped) {
                  delete(reader);
                  start(reader);
                }
              });
    }

    private void delete(ReaderClient reader) {
      long end = Math.max(reader.highWatermark(), acknowledged);
      long before =
          client.random().oneIn(6)
              ? HIGH_WATERMARK
              : Math.min(end, acknowledged + client.random().nextInt(40));
      // Two at once, now and then: the second must not run ahead of the first.
      for (int i = client.random().nextInt(3); i >= 1; i--) {
        delete(before, end);
      }
    }

    private void delete(long before, long knownEnd) {
      underWay++;
      attempted = Math.max(attempted, before == HIGH_WATERMARK ? sentRecords : before);
      offsets.deleteBefore(
          before,
          answer -> {
            underWay--;
            if (answer == null || answer.error() != Errors.NONE) {
              return;
            }
            if (answer.offset() < before || answer.offset() > attempted) {
              throw new InvariantViolation(
                  "all before " + before + " of " + target + " was deleted: " + answer);
            }
            acknowledged = Math.max(acknowledged, answer.offset());
          });
    }

    @Override
    public long lowestStart() {
      return acknowledged;
    }

    @Override
    public long highestStart() {
      return attempted;
    }

    @Override
    public void sent(List<Payload> batch) {
      sentRecords += batch.size();
    }
  }
}
