package io.headrace.controller;

import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A controller on a metadata log whose turns are run by hand.
final class Cluster implements MetadataLog.Listener {
  final ImagePublisher publisher = new ImagePublisher();
  final List<MetadataRecord> committed = new ArrayList<>();
  final Controller controller;
  final MemoryMetadataLog log;

  private final Deque<Runnable> mailbox = new ArrayDeque<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final RandomSource random;

  Cluster(int brokers) {
    this(brokers, 1);
  }

  Cluster(int brokers, long seed) {
    random = new SimulatedRandom(seed);
    log = new MemoryMetadataLog(1, mailbox::add);
    controller =
        new Controller(
            1,
            () -> "cluster-id",
            log,
            publisher,
            ControllerSettings.byDefault(
                new TopicDefaults(2, 1), new EffectiveConfigs(1, Map.of())),
            new ControllerPorts(clock(), timers(), random));
    log.start(this);
    run();
    for (int broker = 1; broker <= brokers; broker++) {
      controller.registerBroker(request(), applicant(broker), _ -> {});
    }
    run();
  }

  static Applicant applicant(int broker) {
    return new Applicant(
        broker, new Incarnation(9, broker), null, List.of(new Endpoint("P", "host", 9092)));
  }

  static Request request() {
    return Request.change(1_000);
  }

  /// Runs what is in the mailbox, and what that puts there.
  void run() {
    for (Runnable item = mailbox.poll(); item != null; item = mailbox.poll()) {
      item.run();
    }
  }

  void fireTimers() {
    List.copyOf(timers).forEach(Runnable::run);
  }

  ClusterImage image() {
    return publisher.current();
  }

  /// The image that the committed records make on another node.
  ClusterImage replayed() {
    return ImageBuilder.replay(ClusterImage.EMPTY, image().offset(), committed);
  }

  @Nullable Outcome<List<NewTopicResult>> create(NewTopic... topics) {
    var outcome = new ArrayList<Outcome<List<NewTopicResult>>>();
    controller.createTopics(request(), List.of(topics), outcome::add);
    run();
    return outcome.isEmpty() ? null : outcome.getFirst();
  }

  @Override
  public void onCommitted(long lastOffset, List<MetadataRecord> records) {
    committed.addAll(records);
    controller.onCommitted(lastOffset, records);
  }

  @Override
  public void onSnapshot(long lastOffset, List<MetadataRecord> records) {
    controller.onSnapshot(lastOffset, records);
  }

  @Override
  public void onLeader(int leaderId, int epoch) {
    controller.onLeader(leaderId, epoch);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long nowNs() {
        return 0;
      }

      @Override
      public long wallMs() {
        return 0;
      }
    };
  }

  private Timers timers() {
    return (_, task) -> {
      timers.add(task);
      return () -> timers.remove(task);
    };
  }
}
