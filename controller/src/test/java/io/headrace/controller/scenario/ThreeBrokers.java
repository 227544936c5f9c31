package io.headrace.controller.scenario;

import io.headrace.base.PartitionId;
import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Answer;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.config.ConfigEdit.Kind;
import io.headrace.controller.config.ConfigEdit.Operation;
import io.headrace.controller.config.ConfigEdit.Style;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncProposal.Member;
import io.headrace.controller.partition.InSyncResult;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopic.Assignment;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// A controller on node 9 that is no broker, and brokers 1, 2 and 3, in simulated time.
final class ThreeBrokers {
  static final SupportedFeature FEATURE = new SupportedFeature("group.version", 0, 1);
  private static final long NS_PER_MS = 1_000_000;

  final Controller controller;
  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final ImagePublisher publisher = new ImagePublisher();

  ThreeBrokers() {
    var defaults =
        ControllerSettings.byDefault(new TopicDefaults(1, 3), new EffectiveConfigs(9, Map.of()));
    controller =
        new Controller(
            9,
            () -> "cluster",
            new MemoryMetadataLog(9, life.reactor()),
            publisher,
            new ControllerSettings(
                defaults.newTopics(),
                defaults.topicConfigs(),
                List.of(FEATURE),
                defaults.sessionNs(),
                defaults.balanceIntervalNs(),
                defaults.recordsPerSnapshot()),
            new ControllerPorts(life.clock(), life.timers(), life.random()));
    turn(controller::start);
    for (int broker = 1; broker <= 3; broker++) {
      register(broker, 0);
      beat(broker, Wish.SERVE);
    }
  }

  private void turn(Runnable task) {
    life.reactor().execute(task);
    world.advance(NS_PER_MS);
  }

  /// Lets time pass while these brokers give signs of life.
  void pass(long ms, int... beating) {
    for (long passed = 0; passed < ms; passed += 500) {
      world.advance(Math.min(500, ms - passed) * NS_PER_MS);
      for (int broker : beating) {
        beat(broker, Wish.SERVE);
      }
    }
  }

  <R> Outcome<R> ask(Consumer<Consumer<Outcome<R>>> question) {
    var outcomes = new ArrayList<Outcome<R>>();
    turn(() -> question.accept(outcomes::add));
    return Objects.requireNonNull(outcomes.getFirst());
  }

  ClusterImage image() {
    return publisher.current();
  }

  Applicant applicant(int broker, int life) {
    return new Applicant(
        broker,
        "cluster",
        new Incarnation(broker, life),
        "rack-" + broker,
        List.of(new Endpoint("P", "host", 9092)),
        List.of(FEATURE),
        List.of(new DirectoryId(broker, 1)),
        Standing.FENCED);
  }

  /// @param life which one of the broker's
  ErrorCode register(int broker, int life) {
    return register(applicant(broker, life));
  }

  ErrorCode register(Applicant applicant) {
    Outcome<Long> outcome = ask(reply -> controller.registerBroker(request(), applicant, reply));
    return error(outcome);
  }

  Outcome<Answer> beat(int broker, Wish wish) {
    long epoch = broker(broker).epoch();
    return ask(reply ->
        controller.heartbeat(
            request(), new Heartbeat(broker, epoch, image().offset(), wish), reply));
  }

  /// Somebody else led the metadata log, then nobody, and now node 9 does.
  void takeOverFrom(int formerLeader) {
    turn(() -> {
      controller.onLeader(formerLeader, 1);
      controller.onLeader(-1, 1);
      controller.onLeader(9, 1);
    });
  }

  void nodeGone(int node) {
    turn(() -> controller.onNodeGone(node));
  }

  void gone(int broker) {
    turn(() -> controller.onBrokerGone(broker));
  }

  BrokerImage broker(int id) {
    return Objects.requireNonNull(image().broker(id));
  }

  /// A topic whose only partition is on these brokers.
  PartitionImage topic(String name, Integer... replicas) {
    var topic = new NewTopic(name, -1, -1, List.of(new Assignment(0, List.of(replicas))), Map.of());
    turn(() -> controller.createTopics(request(), List.of(topic), _ -> {}));
    return partition(name);
  }

  PartitionImage partition(String topic) {
    return Objects.requireNonNull(image().topic(topic)).partitions().getFirst();
  }

  /// The broker's log directory with its replica of this topic failed.
  void loseReplica(int broker, String topic) {
    var id = new PartitionId(Objects.requireNonNull(image().topic(topic)).id(), 0);
    turn(() ->
        controller.replicasOffline(
            request(), broker, broker(broker).epoch(), List.of(id), _ -> {}));
  }

  void set(Type type, String name, String key, String value) {
    var edit =
        new ConfigEdit(
            new ConfigResource(type, name),
            Style.INCREMENTAL,
            List.of(new Operation(key, Kind.SET, value)));
    turn(() -> controller.alterConfigs(request(), List.of(edit), _ -> {}));
  }

  /// The leader says who is in sync.
  ErrorCode propose(String name, Integer... inSync) {
    PartitionImage now = partition(name);
    return proposeAs(name, now.leader(), now.leaderEpoch(), now.partitionEpoch(), inSync);
  }

  ErrorCode proposeAs(
      String name, int leader, int leaderEpoch, int partitionEpoch, Integer... inSync) {
    TopicImage topic = Objects.requireNonNull(image().topic(name));
    var members =
        List.of(inSync).stream()
            .map(id -> new Member(id, image().broker(id) == null ? -1 : broker(id).epoch()))
            .toList();
    var proposal = new InSyncProposal(topic.id(), 0, leaderEpoch, partitionEpoch, members);
    Outcome<List<InSyncResult>> outcome =
        ask(reply ->
            controller.alterInSync(
                request(), leader, broker(leader).epoch(), List.of(proposal), reply));
    return outcome instanceof Outcome.Done<List<InSyncResult>>(List<InSyncResult> results)
        ? results.getFirst().error()
        : error(outcome);
  }

  static Request request() {
    return Request.change(10_000);
  }

  static ErrorCode error(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?>(var refusal) ? refusal.error() : ErrorCode.NONE;
  }
}
