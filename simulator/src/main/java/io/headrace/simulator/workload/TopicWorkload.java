package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.client.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is common to the workloads that make one topic and keep it.
abstract class TopicWorkload implements Workload {
  private final Stage stage;
  private final String name;
  private final int partitions;
  private final SimulatedRandom random;
  private final List<PartitionLoad> loads = new ArrayList<>();

  TopicWorkload(Stage stage, String name, int partitions) {
    this.stage = stage;
    this.name = name;
    this.partitions = partitions;
    this.random = stage.random();
  }

  abstract Map<String, String> configs();

  /// The topic is there: time to work.
  abstract void onTopic(Topic topic);

  final Stage stage() {
    return stage;
  }

  final SimulatedRandom random() {
    return random;
  }

  /// Puts a partition under load.
  final PartitionLoad load(Target target, LogRules rules) {
    var load = new PartitionLoad(stage, target, rules);
    loads.add(load);
    return load;
  }

  @Override
  public final void begin() {
    new TopicAdmin(stage.client())
        .create(name, partitions, stage.configs(configs()), this::onTopic);
  }

  @Override
  public final boolean begun() {
    return loads.size() == partitions;
  }

  @Override
  public void stop() {
    loads.forEach(PartitionLoad::stop);
  }

  @Override
  public boolean idle() {
    return loads.stream().allMatch(PartitionLoad::idle);
  }

  @Override
  public final void lookAgain() {
    loads.forEach(PartitionLoad::lookAgain);
  }

  @Override
  public boolean satisfied() {
    boolean all = true;
    for (PartitionLoad load : loads) {
      all &= load.satisfied();
    }
    return all;
  }

  @Override
  public final Tally tally() {
    return loads.stream().map(load -> load.history().tally()).reduce(new Tally(0, 0), Tally::plus);
  }
}
