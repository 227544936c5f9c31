package io.headrace.simulator.scale;

import io.headrace.base.TopicId;
import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.runtime.Clock;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// A controller on node 0, which is no broker, and as many brokers as one likes, of which it only
/// hears. Time stands still: nobody falls silent.
final class LargeCluster {
  static final int NODE = 0;
  private static final int RACKS = 10;
  private static final int TIMEOUT_MS = 60_000;

  final CountingLog log;
  final Controller controller;
  private final ImagePublisher publisher = new ImagePublisher();
  private final Deque<Runnable> mailbox = new ArrayDeque<>();
  private final Deque<Runnable> dueNow = new ArrayDeque<>();
  private double longestTurnMs;

  LargeCluster() {
    log = new CountingLog(mailbox::add);
    controller =
        new Controller(
            NODE,
            () -> "cluster",
            log,
            publisher,
            ControllerSettings.byDefault(
                new TopicDefaults(1, 3), new EffectiveConfigs(NODE, Map.of())),
            new ControllerPorts(new StandingClock(), this::after, new SimulatedRandom(1)));
    controller.start();
  }

  private static final class StandingClock implements Clock {
    @Override
    public long nowNs() {
      return 0;
    }

    @Override
    public long wallMs() {
      return 0;
    }
  }

  /// What is to happen later never does.
  private io.headrace.runtime.Timers.Timer after(long delayNs, Runnable task) {
    if (delayNs == 0) {
      dueNow.add(task);
    }
    return () -> dueNow.remove(task);
  }

  ClusterImage image() {
    return publisher.current();
  }

  /// Lets everything happen that follows from something.
  void run(Runnable something) {
    longestTurnMs = Meter.cpuMs(something::run);
    while (!mailbox.isEmpty() || !dueNow.isEmpty()) {
      Runnable next = mailbox.isEmpty() ? dueNow.remove() : mailbox.remove();
      longestTurnMs = Math.max(longestTurnMs, Meter.cpuMs(next::run));
    }
  }

  /// Of the last [#run]: how long the reactor did nothing else.
  double longestTurnMs() {
    return longestTurnMs;
  }

  /// This node leads from now on; before, another one did.
  void lead() {
    controller.onLeader(NODE + 1, CountingLog.EPOCH);
    controller.onLeader(NODE, CountingLog.EPOCH);
  }

  void register(int brokers) {
    for (int broker = 1; broker <= brokers; broker++) {
      register(broker, 1);
    }
  }

  /// @param start of the broker's process, the first being 1
  void register(int broker, int start) {
    var applicant =
        new Applicant(
            broker,
            new Incarnation(start, broker),
            "rack-" + broker % RACKS,
            List.of(
                new Endpoint("PLAINTEXT", "broker-%d.example.org".formatted(broker), 9092),
                new Endpoint("CONTROLLER", "broker-%d.example.org".formatted(broker), 9093)));
    run(() -> controller.registerBroker(request(), applicant, _ -> {}));
  }

  /// Makes topics of so many partitions with three replicas each, in one request.
  void create(String prefix, int topics, int partitions) {
    var wanted = new ArrayList<NewTopic>(topics);
    for (int topic = 0; topic < topics; topic++) {
      wanted.add(new NewTopic(prefix + "-" + topic, partitions, 3, List.of(), Map.of()));
    }
    run(() -> controller.createTopics(request(), wanted, _ -> {}));
  }

  void delete(TopicId topic) {
    run(() -> controller.deleteTopics(request(), List.of(topic), _ -> {}));
  }

  static Request request() {
    return Request.change(TIMEOUT_MS);
  }
}
