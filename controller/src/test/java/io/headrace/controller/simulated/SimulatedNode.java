package io.headrace.controller.simulated;

import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.ImagePublisher.Stage;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.Map;

/// A node with both roles: it can decide, and it is a broker that registers and gives signs of
/// life.
final class SimulatedNode implements MetadataLog {
  private static final long HEARTBEAT_NS = 900_000_000;

  final int id;
  Controller controller;
  boolean alive = true;
  boolean leaving;

  private ImagePublisher publisher = new ImagePublisher();

  private final SharedLog log;
  private final ControllerPorts ports;
  private MetadataLog.Listener listener = new Silence();
  private Incarnation incarnation;
  private DirectoryId directory;
  private int delivered;
  private long brokerEpoch = -1;
  private long lastHeartbeatNs = Long.MIN_VALUE / 2;
  private int lives;

  private final ImagePublisher.Subscriber watcher;

  SimulatedNode(int id, SharedLog log, ControllerPorts ports, ImagePublisher.Subscriber watcher) {
    this.watcher = watcher;
    this.id = id;
    this.log = log;
    this.ports = ports;
    incarnation = new Incarnation(id, 0);
    directory = new DirectoryId(id, 0);
    controller = newController();
  }

  private Controller newController() {
    publisher = new ImagePublisher();
    publisher.subscribe(Stage.LOG, watcher);
    int life = lives;
    return new Controller(
        id,
        () -> "cluster",
        this,
        publisher,
        ControllerSettings.byDefault(new TopicDefaults(1, 1), new EffectiveConfigs(id, Map.of())),
        new ControllerPorts(
            ports.clock(),
            (delayNs, task) ->
                ports
                    .timers()
                    .after(
                        delayNs,
                        () -> {
                          if (alive && life == lives) {
                            task.run();
                          }
                        }),
            ports.random()));
  }

  ClusterImage image() {
    return publisher.current();
  }

  /// Whether it knows that the cluster knows of its present life.
  boolean isRegistered() {
    BrokerImage broker = image().broker(id);
    return alive && broker != null && broker.incarnation().equals(incarnation);
  }

  void crash() {
    alive = false;
    lives++;
  }

  void restart() {
    alive = true;
    leaving = false;
    incarnation = new Incarnation(id, lives);
    brokerEpoch = -1;
    lastHeartbeatNs = Long.MIN_VALUE / 2;
    controller = newController();
    delivered = 0;
    controller.start();
    deliver(Integer.MAX_VALUE);
    controller.onLeader(log.leader(), log.epoch());
  }

  /// Its disk is another, empty one.
  void wipe() {
    directory = new DirectoryId(id, lives);
  }

  void deliver(int atMost) {
    for (int count = 0; count < atMost && delivered < log.committed().size(); count++) {
      SharedLog.Batch batch = log.committed().get(delivered++);
      listener.onCommitted(batch.lastOffset(), batch.records());
    }
  }

  /// What a broker does every now and then.
  void beat(SimulatedNode active, long nowNs) {
    if (brokerEpoch < 0) {
      active.controller.registerBroker(Request.change(5_000), applicant(), this::onRegistered);
    } else if (nowNs - lastHeartbeatNs >= HEARTBEAT_NS || leaving) {
      lastHeartbeatNs = nowNs;
      active.controller.heartbeat(
          Request.change(1_000),
          new Heartbeat(id, brokerEpoch, image().offset(), leaving ? Wish.SHUT_DOWN : Wish.SERVE),
          this::onAnswer);
    }
  }

  private Applicant applicant() {
    return new Applicant(
        id,
        "cluster",
        incarnation,
        "rack-" + id % 2,
        List.of(new Endpoint("P", "host", 9092)),
        List.of(),
        List.of(directory),
        Standing.FENCED);
  }

  private void onRegistered(Outcome<Long> outcome) {
    if (outcome instanceof Outcome.Done<Long>(Long epoch)) {
      brokerEpoch = epoch;
    }
  }

  private void onAnswer(Outcome<Heartbeat.Answer> outcome) {
    if (outcome instanceof Outcome.Refused<Heartbeat.Answer>(var refusal)
        && refusal.error() == ErrorCode.STALE_BROKER_EPOCH) {
      brokerEpoch = -1;
    }
  }

  long brokerEpoch() {
    return brokerEpoch;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    return log.append(id, epoch, records);
  }

  @Override
  public void snapshot(long lastOffset, Iterable<MetadataRecord> records) {}

  @Override
  public void resign() {}

  @Override
  public void close() {}

  private static final class Silence implements Listener {
    @Override
    public void onCommitted(long lastOffset, List<MetadataRecord> records) {}

    @Override
    public void onSnapshot(long lastOffset, List<MetadataRecord> records) {}

    @Override
    public void onLeader(int leaderId, int epoch) {}
  }
}
