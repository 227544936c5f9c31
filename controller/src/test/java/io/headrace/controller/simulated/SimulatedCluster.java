package io.headrace.controller.simulated;

import io.headrace.base.PartitionId;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.Request;
import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import io.headrace.controller.partition.ElectionRequest;
import io.headrace.controller.partition.ElectionRequest.Named;
import io.headrace.controller.partition.ReassignmentRequest;
import io.headrace.controller.partition.ReassignmentRequest.ReplicationFactor;
import io.headrace.controller.partition.ReassignmentRequest.Wanted;
import io.headrace.controller.topic.NewTopic;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.TopicImage;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Five nodes to which all kinds of things happen.
final class SimulatedCluster implements Clock, Timers, RandomSource {
  private static final int NODES = 5;
  private static final long NS_PER_MS = 1_000_000;

  private record Due(long atNs, long order, Runnable task) {}

  private final Random random;
  private final SharedLog log;
  private final Map<Integer, SimulatedNode> nodes = new TreeMap<>();
  private final ImageRules rules = new ImageRules();
  private final ReplicaLogs data;
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNs).thenComparingLong(Due::order));
  private final String unclean;
  private long nowNs;
  private long timersMade;
  private int topicsMade;

  SimulatedCluster(long seed, UnaryOperator<MetadataRecord> bug) {
    random = new Random(seed);
    log = new SharedLog(random, bug);
    data = new ReplicaLogs(random, nodes);
    unclean = random.nextInt(4) == 0 ? "allowed" : "never";
    for (int id = 1; id <= NODES; id++) {
      var node = new SimulatedNode(id, log, new ControllerPorts(this, this, this), rules::onImage);
      nodes.put(id, node);
      node.controller.start();
    }
    elect();
  }

  /// Runs the history, then heals everything and looks whether all is well.
  void run(int steps) {
    settle();
    for (int step = 0; step < steps; step++) {
      step();
    }
    nodes.values().stream().filter(node -> !node.alive).forEach(this::restart);
    nodes.values().forEach(node -> node.leaving = false);
    if (active() == null) {
      elect();
    }
    settle();
    nodes.values().forEach(node -> ImageRules.checkSettled(node.image(), List.of()));
  }

  private void settle() {
    for (int round = 0; round < 100; round++) {
      advance(100);
      beat(100);
      log.commitSome();
      nodes.values().forEach(node -> deliver(node, Integer.MAX_VALUE));
      data.step(active());
    }
  }

  private void step() {
    advance(random.nextInt(100));
    beat(80);
    log.commitSome();
    nodes.values().forEach(node -> deliver(node, random.nextInt(4)));
    data.step(active());
    SimulatedNode node = nodes.get(1 + random.nextInt(NODES));
    switch (random.nextInt(60)) {
      case 0, 1 -> crash(node);
      case 2, 3, 4 -> restart(node);
      case 5 -> elect();
      case 6 -> log.elect(-1);
      case 7 -> node.leaving = true;
      case 8 -> wipe(node);
      default -> ask();
    }
    if (active() == null && random.nextInt(4) == 0) {
      elect();
    }
  }

  private @Nullable SimulatedNode active() {
    SimulatedNode leader = nodes.get(log.leader());
    return leader != null && leader.alive ? leader : null;
  }

  private void elect() {
    var candidates = new ArrayList<>(nodes.values());
    candidates.removeIf(node -> !node.alive);
    if (candidates.isEmpty()) {
      return;
    }
    SimulatedNode chosen = candidates.get(random.nextInt(candidates.size()));
    log.elect(chosen.id);
    deliver(chosen, Integer.MAX_VALUE);
    candidates.forEach(node -> node.controller.onLeader(log.leader(), log.epoch()));
  }

  private static void deliver(SimulatedNode node, int atMost) {
    if (node.alive) {
      node.deliver(atMost);
    }
  }

  private void crash(SimulatedNode node) {
    if (node.alive) {
      node.crash();
      data.onCrash(node.id);
      SimulatedNode active = active();
      if (active != null && random.nextInt(3) > 0) {
        active.controller.onBrokerGone(node.id);
      }
    }
  }

  private void restart(SimulatedNode node) {
    if (!node.alive) {
      node.restart();
    }
  }

  private void wipe(SimulatedNode node) {
    if (!node.alive && random.nextInt(3) == 0) {
      node.wipe();
      data.onWiped(node.id);
      rules.onWiped(node.id);
    }
  }

  private void beat(int percent) {
    SimulatedNode active = active();
    for (SimulatedNode node : nodes.values()) {
      if (active != null && node.alive && random.nextInt(100) < percent) {
        node.beat(active, nowNs);
      }
    }
  }

  private void ask() {
    SimulatedNode active = active();
    if (active == null) {
      return;
    }
    List<TopicImage> topics = List.copyOf(active.image().topics());
    if (topics.size() < 4 || random.nextInt(20) == 0) {
      int factor = 1 + random.nextInt(3);
      active.controller.createTopics(
          request(),
          List.of(new NewTopic("topic-" + topicsMade++, 2, factor, List.of(), Map.of())),
          _ -> {});
      return;
    }
    TopicImage topic = topics.get(random.nextInt(topics.size()));
    switch (random.nextInt(8)) {
      case 0 -> {
        if (topics.size() > 6) {
          active.controller.deleteTopics(request(), List.of(topic.id()), _ -> {});
        }
      }
      case 1, 2 -> reassign(active, topic);
      case 3 ->
          set(
              active,
              new ConfigResource(Type.TOPIC, topic.name()),
              "min.insync.replicas",
              "" + (1 + random.nextInt(3)));
      case 4 ->
          set(
              active,
              new ConfigResource(Type.BROKER, "" + (1 + random.nextInt(NODES))),
              "headrace.drain",
              "" + random.nextBoolean());
      case 5 ->
          active.controller.electLeaders(
              request(), new ElectionRequest(ElectionRequest.Kind.PREFERRED, null), _ -> {});
      case 6 -> uncleanElection(active, topic);
      default -> active.controller.unregisterBroker(request(), 1 + random.nextInt(NODES), _ -> {});
    }
  }

  private void uncleanElection(SimulatedNode active, TopicImage topic) {
    if (unclean.equals("allowed")) {
      data.forgiveLoss(new PartitionId(topic.id(), 0));
      active.controller.electLeaders(
          request(),
          new ElectionRequest(ElectionRequest.Kind.UNCLEAN, List.of(new Named(topic.name(), 0))),
          _ -> data.forgiveLoss(new PartitionId(topic.id(), 0)));
    }
  }

  private void reassign(SimulatedNode active, TopicImage topic) {
    var brokers = new ArrayList<>(nodes.keySet());
    Collections.shuffle(brokers, random);
    List<Integer> target =
        random.nextInt(4) == 0 ? null : brokers.subList(0, 1 + random.nextInt(3));
    active.controller.reassign(
        request(),
        new ReassignmentRequest(
            ReplicationFactor.MAY_CHANGE,
            List.of(new Wanted(topic.name(), random.nextInt(2), target))),
        _ -> {});
  }

  private static void set(SimulatedNode active, ConfigResource resource, String key, String value) {
    active.controller.alterConfigs(
        request(),
        List.of(
            new ConfigEdit(
                resource, Style.INCREMENTAL, List.of(new Operation(key, Kind.SET, value)))),
        _ -> {});
  }

  private static Request request() {
    return Request.change(5_000);
  }

  private void advance(long ms) {
    long untilNs = nowNs + ms * NS_PER_MS;
    while (!timers.isEmpty() && timers.peek().atNs() <= untilNs) {
      Due due = timers.poll();
      nowNs = Math.max(nowNs, due.atNs());
      due.task().run();
    }
    nowNs = untilNs;
  }

  @Override
  public Timer after(long delayNs, Runnable task) {
    var due = new Due(nowNs + Math.max(0, delayNs), timersMade++, task);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long wallMs() {
    return nowNs / NS_PER_MS;
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int nextInt(int bound) {
    return random.nextInt(bound);
  }
}
