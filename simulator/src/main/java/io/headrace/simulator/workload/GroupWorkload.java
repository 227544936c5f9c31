package io.headrace.simulator.workload;

import io.headrace.simulator.client.FindingCoordinator;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicAdmin;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A consumer group on one node.
public final class GroupWorkload implements Workload {
  private static final int PARTITIONS = 4;

  private final Stage stage;
  private final String topic;
  private @Nullable WatchedGroup watched;

  public GroupWorkload(Stage stage, String name) {
    this.stage = stage;
    this.topic = name;
  }

  @Override
  public void begin() {
    SimulatedClient client = stage.client();
    String group = "group-of-" + topic;
    new TopicAdmin(client)
        .create(
            topic,
            PARTITIONS,
            stage.configs(Map.of()),
            made -> FindingCoordinator.of(group, client, () -> gather(group, made)));
  }

  private void gather(String group, Topic made) {
    watched = new WatchedGroup(group, made, PARTITIONS, stage::client);
    watched.start();
  }

  private WatchedGroup watched() {
    return Objects.requireNonNull(watched);
  }

  @Override
  public boolean begun() {
    return watched != null;
  }

  @Override
  public void stop() {
    watched().settle();
  }

  @Override
  public boolean idle() {
    return watched().agreed();
  }

  @Override
  public void lookAgain() {
    watched().lookAgain();
  }

  @Override
  public boolean satisfied() {
    return watched().agreed() && watched().offsetsSeen();
  }

  @Override
  public Tally tally() {
    return new Tally(watched().commits(), 0);
  }
}
