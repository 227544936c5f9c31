package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Fetching;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A topic that is made, used, deleted, and made again under the same name: it gets a new id, and
/// nothing of the old is ever seen in the new.
public final class RecreatedWorkload implements Workload {
  private static final int BATCHES_MOST = 12;

  private final Stage stage;
  private final String name;
  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final TopicAdmin admin;
  private final List<Uuid> ids = new ArrayList<>();
  private @Nullable PartitionLoad load;
  private int incarnation;
  private boolean stopped;
  private boolean resting;
  private boolean oldIsUnknown;
  private Tally past = new Tally(0, 0);

  public RecreatedWorkload(Stage stage, String name) {
    this.stage = stage;
    this.name = name;
    this.client = stage.client();
    this.random = client.random();
    this.admin = new TopicAdmin(client);
  }

  @Override
  public void begin() {
    var configs = stage.configs(Map.of("internal.segment.bytes", "4000", "retention.ms", "-1"));
    admin.create(name, 1, configs, this::onTopic);
  }

  private void onTopic(Topic topic) {
    if (ids.contains(topic.id())) {
      throw new InvariantViolation(topic + " is new, but its id is not");
    }
    ids.add(topic.id());
    incarnation++;
    resting = false;
    var now = new PartitionLoad(stage, new Target(topic, 0), new LogRules() {});
    load = now;
    now.produce(new PlainWorkload.Values(stage, "life" + incarnation), stage.retry());
    stage.world().after(random.nextInt(BATCHES_MOST) * 50_000_000L, () -> end(topic, now));
  }

  private void end(Topic topic, PartitionLoad ending) {
    ending.stop();
    if (!ending.idle()) {
      client.soon(() -> end(topic, ending));
    } else if (stopped || random.oneIn(5)) {
      resting = true;
    } else {
      past = past.plus(ending.history().tally());
      admin.delete(topic, this::begin);
    }
  }

  @Override
  public boolean begun() {
    return incarnation > 0;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean idle() {
    return resting;
  }

  @Override
  public void lookAgain() {
    if (load != null) {
      load.lookAgain();
    }
    askForOld();
  }

  /// Under its id, which was another's, nothing may be found.
  private void askForOld() {
    if (ids.size() < 2) {
      oldIsUnknown = true;
      return;
    }
    var old = new Target(new Topic(name, ids.get(random.nextInt(ids.size() - 1))), 0);
    new Fetching(client, old)
        .byId(
            0,
            answer -> {
              if (answer == null) {
                client.soon(this::askForOld);
              } else if (answer.error() != Errors.UNKNOWN_TOPIC_ID) {
                throw new InvariantViolation("a topic that was deleted answers: " + answer.error());
              } else {
                oldIsUnknown = true;
              }
            });
  }

  @Override
  public boolean satisfied() {
    return load != null && load.satisfied() && oldIsUnknown;
  }

  @Override
  public Tally tally() {
    return load == null ? past : past.plus(load.history().tally());
  }
}
