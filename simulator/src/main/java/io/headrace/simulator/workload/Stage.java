package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.client.NodeConnection;
import io.headrace.simulator.client.SimulatedClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Where a run's workloads play.
///
/// @param configs what becomes of a topic's configs on their way: a place for planted bugs
/// @param retry what producers with a producer id do when they do not know
public record Stage(
    SimulatedWorld world,
    NodeConnection node,
    DamageLedger damage,
    NodeClock clock,
    UnaryOperator<Map<String, String>> configs,
    Retry retry) {

  SimulatedClient client() {
    return new SimulatedClient(world, node);
  }

  SimulatedRandom random() {
    return world.random().fork();
  }

  /// What a client's clock shows: clients' clocks do not jump.
  long wallMs() {
    return SimulatedWorld.EPOCH_MS + world.nowNs() / 1_000_000;
  }

  /// A node whose clock went back must not take the clients' timestamps for too late.
  Map<String, String> configs(Map<String, String> wanted) {
    Map<String, String> all = new TreeMap<>(wanted);
    all.put("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    return configs.apply(all);
  }
}
