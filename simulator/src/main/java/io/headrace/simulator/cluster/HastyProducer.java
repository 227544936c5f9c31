package io.headrace.simulator.cluster;

import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Producing;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.workload.Numbered;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A producer with `acks=1` and without a producer id, one batch at a time. Its records may be lost
/// when another node leads, but those that stay are there once, and in order. What it does not know
/// the outcome of may still arrive, so it goes on under another name then.
final class HastyProducer {
  private static final short ACKS_LEADER = 1;
  private static final int MAX_FILLER = 100;

  private final ClusterClient client;
  private final Target target;
  private final String name;
  private int lives;
  private Numbered numbers;
  private int leader = ClusterClient.NOBODY;
  private boolean stopped;

  HastyProducer(ClusterClient client, String name, Target target) {
    this.client = client;
    this.target = target;
    this.name = Numbered.MAY_SKIP + name;
    this.numbers = new Numbered(this.name);
  }

  void start() {
    if (stopped) {
      return;
    }
    if (leader == ClusterClient.NOBODY) {
      client.findLeader(
          target,
          found -> {
            leader = found;
            client.soon(this::start);
          });
      return;
    }
    var record = new Payload(null, numbers.next(client.random(), MAX_FILLER), client.wallMs());
    new Producing(client.at(leader), target)
        .send(List.of(record), null, ACKS_LEADER, this::onAnswer);
  }

  /// Nothing new after the batch under way.
  void stop() {
    stopped = true;
  }

  private void onAnswer(Producing.@Nullable Answer answer) {
    if (answer == null || answer.error() != Errors.NONE) {
      leader = ClusterClient.NOBODY;
      numbers = new Numbered(name + "-" + lives++);
    }
    client.later(this::start);
  }
}
