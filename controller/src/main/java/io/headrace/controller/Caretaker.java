package io.headrace.controller;

import io.headrace.controller.broker.BrokerLiveness;
import io.headrace.controller.broker.BrokerRegistration;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.BrokerRemoval;
import io.headrace.controller.broker.BrokerSessions;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.partition.BrokerDrain;
import io.headrace.controller.partition.BrokerReturn;
import io.headrace.controller.partition.LeaderBalance;
import io.headrace.controller.partition.MinInSync;
import io.headrace.controller.partition.PartitionRepair;
import io.headrace.controller.placement.PartitionCounts;
import io.headrace.controller.placement.Placement;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.config.BrokerConfigKeys;
import java.util.List;
import java.util.function.Consumer;

/// Knows who is alive, and sees to it that partitions follow the brokers: fences who falls silent,
/// has leaders moved, drained, and brought home, each in steps that the metadata log can hold.
///
/// Runs on: the reactor of the active controller.
final class Caretaker {

  /// Before a step that the log had no room for is tried again.
  private static final long RETRY_NS = 100_000_000;

  private final Ledger ledger;
  private final ControllerPorts ports;
  private final BrokerSessions sessions;
  private final BrokerRegistration registration;
  private final Upkeep upkeep;
  private final TopicsByBroker topics = new TopicsByBroker();
  private final long balanceIntervalNs;

  /// Which time as active controller this is; timers of an earlier one do nothing.
  private long term;

  private long stepOffset;
  private long nextBalanceNs;
  private boolean watching;
  private boolean stepWaits;

  /// @param counts of the decided image
  Caretaker(
      int nodeId,
      Ledger ledger,
      PartitionCounts counts,
      ControllerSettings settings,
      ControllerPorts ports) {
    this.ledger = ledger;
    this.ports = ports;
    MinInSync minInSync = MinInSync.by(settings.topicConfigs());
    sessions = new BrokerSessions(nodeId, settings.sessionNs());
    registration = new BrokerRegistration(new BrokerReturn(minInSync));
    upkeep =
        new Upkeep(
            new PartitionRepair(minInSync),
            new BrokerDrain(minInSync, new Placement(ports.random())),
            new LeaderBalance(minInSync),
            counts);
    balanceIntervalNs = settings.balanceIntervalNs();
  }

  /// This node decides from now on.
  ///
  /// @param formerLeader who led the log before; −1 if nobody is known
  void onActive(int formerLeader) {
    term++;
    stepOffset = -1;
    watching = false;
    stepWaits = false;
    long nowNs = ports.clock().nowNs();
    nextBalanceNs = nowNs + balanceIntervalNs;
    sessions.begin(ledger.decided(), formerLeader, nowNs);
    topics.begin(ledger.decided());
    upkeep.begin();
    watch();
    step();
  }

  /// These records are part of the decided image now.
  void onDecided(ImageChange change, List<MetadataRecord> records) {
    topics.onChange(change, records);
    for (MetadataRecord record : records) {
      switch (record) {
        case MetadataRecord.BrokerRegistered it -> {
          onBroker(it.brokerId());
          watch();
        }
        case MetadataRecord.BrokerStandingChanged it -> {
          onBroker(it.brokerId());
          if (it.standing() == Standing.IN_SERVICE) {
            onRoomForDrains();
          }
        }
        case MetadataRecord.BrokerUnregistered it -> onBroker(it.brokerId());
        case MetadataRecord.ReplicasOffline it -> onBroker(it.brokerId());
        case MetadataRecord.ConfigChanged it -> {
          if (it.resource().type() == Type.BROKER && it.key().equals(BrokerConfigKeys.DRAIN)) {
            onRoomForDrains();
          }
        }
        default -> {}
      }
    }
  }

  void register(Request request, Applicant applicant, Consumer<Outcome<Long>> reply) {
    int id = applicant.brokerId();
    long nowNs = ports.clock().nowNs();
    ledger.submit(
        request,
        image -> {
          Decision<Long> decision =
              registration.decide(
                  image, applicant, sessions.lifeOf(id, nowNs), topics.heldBy(id, image));
          if (decision.outcome() instanceof Outcome.Done<Long>(Long epoch)) {
            sessions.onHeard(id, epoch, nowNs);
          }
          return decision;
        },
        reply);
    step();
  }

  void unregister(Request request, int broker, Consumer<Outcome<Long>> reply) {
    ledger.submit(
        request, image -> BrokerRemoval.decide(image, broker, topics.heldBy(broker, image)), reply);
    step();
  }

  /// What changes nothing is answered at once, whatever else waits to be decided.
  void heartbeat(Request request, Heartbeat heartbeat, Consumer<Outcome<Heartbeat.Answer>> reply) {
    int id = heartbeat.brokerId();
    ClusterImage image = ledger.decided();
    Decision<Heartbeat.Answer> decision =
        BrokerLiveness.decide(image, heartbeat, dutiesOf(id, image));
    if (decision.outcome() instanceof Outcome.Done<Heartbeat.Answer>(Heartbeat.Answer answer)) {
      if (answer.verdict() == Heartbeat.Verdict.MAY_GO) {
        sessions.onGone(id);
      } else {
        sessions.onHeard(id, heartbeat.brokerEpoch(), ports.clock().nowNs());
      }
    }
    if (decision.records().isEmpty() && ledger.isActive()) {
      reply.accept(decision.outcome());
    } else {
      ledger.submit(request, _ -> decision, reply);
    }
    step();
  }

  /// A broker's connection closed, or it refuses connections: whatever it is, it does not serve.
  void onBrokerGone(int broker) {
    if (ledger.isActive()) {
      sessions.onGone(broker);
      fenceSilent();
    }
  }

  /// The process of a node is not there. Nothing is said of a broker that was heard of in this
  /// term: if it dies, the connection of its heartbeats tells.
  void onNodeGone(int node) {
    if (ledger.isActive() && sessions.onNodeGone(node)) {
      fenceSilent();
    }
  }

  private BrokerLiveness.Duties dutiesOf(int broker, ClusterImage image) {
    BrokerImage known = image.broker(broker);
    boolean isLeaving = known != null && known.standing() == Standing.LEAVING;
    return isLeaving
            && topics.heldBy(broker, image).stream().anyMatch(it -> !upkeep.isInOrder(image, it))
        ? BrokerLiveness.Duties.HAS
        : BrokerLiveness.Duties.NONE;
  }

  private void onBroker(int broker) {
    topics.perhapsHeldBy(broker).forEach(upkeep::onDue);
  }

  private void onRoomForDrains() {
    ClusterImage image = ledger.decided();
    for (BrokerImage broker : image.brokers()) {
      if (BrokerConfigKeys.isDraining(image, broker.id())) {
        onBroker(broker.id());
      }
    }
  }

  /// Does what is due, one batch at a time.
  void step() {
    if (!ledger.isActive() || upkeep.isDone() || stepWaits || !ledger.isPublished(stepOffset)) {
      return;
    }
    List<MetadataRecord> records = upkeep.next(ledger.decided());
    if (records.isEmpty()) {
      stepAfter(0);
    } else if (ledger.append(records) == null) {
      stepOffset = ledger.decided().offset();
    } else {
      stepAfter(RETRY_NS);
    }
  }

  private void stepAfter(long delayNs) {
    if (!upkeep.isDone()) {
      stepWaits = true;
      afterIfStillActive(
          delayNs,
          () -> {
            stepWaits = false;
            step();
          });
    }
  }

  /// Where there is one broker, there is nobody to watch.
  private void watch() {
    if (!watching && ledger.decided().brokersById().size() > 1) {
      watching = true;
      afterIfStillActive(BrokerSessions.CHECK_NS, this::check);
    }
  }

  private void check() {
    watching = false;
    fenceSilent();
    long nowNs = ports.clock().nowNs();
    if (balanceIntervalNs > 0 && nowNs >= nextBalanceNs) {
      nextBalanceNs = nowNs + balanceIntervalNs;
      upkeep.onBalanceDue();
    }
    step();
    watch();
  }

  private void fenceSilent() {
    for (int broker : sessions.silent(ledger.decided(), ports.clock().nowNs())) {
      ledger.append(BrokerLiveness.onSilent(ledger.decided(), broker));
    }
    step();
  }

  private void afterIfStillActive(long delayNs, Runnable task) {
    long armed = term;
    ports
        .timers()
        .after(
            delayNs,
            () -> {
              if (armed == term && ledger.isActive()) {
                task.run();
              }
            });
  }
}
