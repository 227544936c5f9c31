package io.headrace.controller;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.controller.broker.BrokerLiveness;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.config.ConfigAlteration;
import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.feature.FeatureUpdate;
import io.headrace.controller.partition.ElectionRequest;
import io.headrace.controller.partition.ElectionResult;
import io.headrace.controller.partition.EligibleReset;
import io.headrace.controller.partition.InSyncAlteration;
import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncResult;
import io.headrace.controller.partition.LeaderElection;
import io.headrace.controller.partition.MinInSync;
import io.headrace.controller.partition.OfflineReplicas;
import io.headrace.controller.partition.PartitionReassignment;
import io.headrace.controller.partition.ReassignmentRequest;
import io.headrace.controller.placement.PartitionCounts;
import io.headrace.controller.producer.ProducerIds;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.controller.topic.PartitionGrowth;
import io.headrace.controller.topic.TopicCreation;
import io.headrace.controller.topic.TopicDeletion;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows the metadata log, publishes each new image, and, while this node leads the log, decides
/// changes.
///
/// A reply is given when the records it speaks of are committed *and* published, so that a client
/// can use at once what it is told of. A refusal waits likewise for whatever it was based on.
///
/// Who asks is answered by the classes of the packages below, one subject each; [Ledger] writes
/// what they decide; [Caretaker] decides what nobody asks for.
///
/// Runs on: the reactor.
public final class Controller implements MetadataLog.Listener {

  /// A partition takes some 15 to 80 bytes of a snapshot, a change of one some 80 bytes of the log.
  private static final int PARTITIONS_PER_RECORD = 4;

  private final Supplier<String> clusterId;
  private final MetadataLog log;
  private final ImagePublisher publisher;
  private final TopicCreation topicCreation;
  private final PartitionGrowth partitionGrowth;
  private final EligibleReset eligibleReset;
  private final InSyncAlteration inSyncAlteration;
  private final LeaderElection leaderElection;
  private final PartitionReassignment reassignment;
  private final FeatureUpdate featureUpdate;
  private final PartitionCounts counts = new PartitionCounts();
  private final Ledger ledger;
  private final Caretaker caretaker;
  private final long leastRecordsPerSnapshot;
  private long snapshotOffset;
  private boolean caughtUp;

  /// @param clusterId of the cluster; known by the time that this node leads
  public Controller(
      int nodeId,
      Supplier<String> clusterId,
      MetadataLog log,
      ImagePublisher publisher,
      ControllerSettings settings,
      ControllerPorts ports) {
    this.clusterId = clusterId;
    this.log = log;
    this.publisher = publisher;
    this.leastRecordsPerSnapshot = settings.recordsPerSnapshot();
    MinInSync minInSync = MinInSync.by(settings.topicConfigs());
    topicCreation = new TopicCreation(ports.random(), counts, settings.newTopics());
    partitionGrowth = new PartitionGrowth(ports.random(), counts);
    eligibleReset = new EligibleReset(minInSync);
    inSyncAlteration = new InSyncAlteration(minInSync);
    leaderElection = new LeaderElection(minInSync);
    reassignment = new PartitionReassignment(minInSync);
    featureUpdate = new FeatureUpdate(nodeId, settings.supported());
    ledger = new Ledger(nodeId, log, ports.timers(), this::onDecided);
    caretaker = new Caretaker(nodeId, ledger, counts, settings, ports);
  }

  public void start() {
    log.start(this);
  }

  /// Whether this node decides changes now.
  public boolean isActive() {
    return ledger.isActive();
  }

  /// Whether the published image holds all that was decided before this node started.
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /// Makes topics; each has its own result.
  public void createTopics(
      Request request, List<NewTopic> wanted, Consumer<Outcome<List<NewTopicResult>>> reply) {
    submit(request, image -> topicCreation.decide(image, wanted), reply);
  }

  /// Deletes those of `topics` that are there; tells which were.
  public void deleteTopics(
      Request request, List<TopicId> topics, Consumer<Outcome<List<TopicId>>> reply) {
    submit(request, image -> TopicDeletion.decide(image, topics), reply);
  }

  /// Adds partitions to topics; for each its refusal, or null.
  public void createPartitions(
      Request request,
      List<PartitionGrowth.Wanted> wanted,
      Consumer<Outcome<List<@Nullable Refusal>>> reply) {
    submit(request, image -> partitionGrowth.decide(image, wanted), reply);
  }

  /// Changes configs; for each resource its refusal, or null.
  public void alterConfigs(
      Request request, List<ConfigEdit> edits, Consumer<Outcome<List<@Nullable Refusal>>> reply) {
    submit(
        request,
        image -> {
          Decision<List<@Nullable Refusal>> decision = ConfigAlteration.decide(image, edits);
          var records = new ArrayList<>(decision.records());
          records.addAll(eligibleReset.decide(image, decision.records()));
          return new Decision<List<@Nullable Refusal>>(records, decision.outcome());
        },
        reply);
  }

  /// Makes a broker part of the cluster and tells its epoch. Unless it says otherwise it is fenced
  /// until its heartbeats tell that it knows of it.
  public void registerBroker(Request request, Applicant applicant, Consumer<Outcome<Long>> reply) {
    caretaker.register(request, applicant, reply);
  }

  /// Takes a sign of life. Every broker gives one at least every second.
  public void heartbeat(
      Request request, Heartbeat heartbeat, Consumer<Outcome<Heartbeat.Answer>> reply) {
    caretaker.heartbeat(request, heartbeat, reply);
  }

  /// A broker is gone for all that can be seen: the connection that its last heartbeat came by was
  /// closed, or its node refuses connections. It is fenced without waiting for its session to end,
  /// and in service again with its next heartbeat.
  public void onBrokerGone(int broker) {
    caretaker.onBrokerGone(broker);
  }

  /// Takes a broker out of the cluster; tells its last epoch. Refused while it alone has the data
  /// of a partition.
  public void unregisterBroker(Request request, int broker, Consumer<Outcome<Long>> reply) {
    caretaker.unregister(request, broker, reply);
  }

  /// Changes in-sync sets as leaders propose; one result for each proposal.
  ///
  /// @param leader the broker that proposes
  /// @param leaderBrokerEpoch of its registration
  public void alterInSync(
      Request request,
      int leader,
      long leaderBrokerEpoch,
      List<InSyncProposal> proposals,
      Consumer<Outcome<List<InSyncResult>>> reply) {
    submitOf(
        leader,
        leaderBrokerEpoch,
        request,
        image -> inSyncAlteration.decide(image, leader, proposals),
        reply);
  }

  /// Replicas of a broker are in a log directory that failed; one result for each.
  ///
  /// @param brokerEpoch of its registration
  public void replicasOffline(
      Request request,
      int broker,
      long brokerEpoch,
      List<PartitionId> replicas,
      Consumer<Outcome<List<ErrorCode>>> reply) {
    submitOf(
        broker,
        brokerEpoch,
        request,
        image -> OfflineReplicas.decide(image, broker, replicas),
        reply);
  }

  /// Elects leaders; tells what became of each.
  public void electLeaders(
      Request request, ElectionRequest wanted, Consumer<Outcome<List<ElectionResult>>> reply) {
    submit(request, image -> leaderElection.decide(image, wanted), reply);
  }

  /// Sends partitions to other brokers, or keeps them; for each its refusal, or null. The reply
  /// comes when that is decided, long before it is done.
  public void reassign(
      Request request,
      ReassignmentRequest wanted,
      Consumer<Outcome<List<@Nullable Refusal>>> reply) {
    submit(request, image -> reassignment.decide(image, wanted), reply);
  }

  /// Changes the levels of features, all or none.
  public void updateFeatures(
      Request request,
      List<FeatureUpdate.Wanted> wanted,
      Consumer<Outcome<List<FeatureUpdate.Wanted>>> reply) {
    submit(request, image -> featureUpdate.decide(image, wanted), reply);
  }

  /// Gives producer ids to the broker of this process.
  public void allocateProducerIds(Request request, Consumer<Outcome<ProducerIds.Block>> reply) {
    submit(request, ProducerIds::decide, reply);
  }

  /// Gives producer ids to a broker.
  ///
  /// @param brokerEpoch of its registration
  public void allocateProducerIds(
      Request request, int broker, long brokerEpoch, Consumer<Outcome<ProducerIds.Block>> reply) {
    submitOf(broker, brokerEpoch, request, ProducerIds::decide, reply);
  }

  /// What a broker asks for is refused unless it comes from the registration that is in force.
  private <R> void submitOf(
      int broker,
      long brokerEpoch,
      Request request,
      Function<ClusterImage, Decision<R>> decide,
      Consumer<Outcome<R>> reply) {
    submit(
        request,
        image -> {
          Refusal refusal = BrokerLiveness.refusalOf(image, broker, brokerEpoch);
          return refusal == null ? decide.apply(image) : Decision.refused(refusal);
        },
        reply);
  }

  private <R> void submit(
      Request request, Function<ClusterImage, Decision<R>> decide, Consumer<Outcome<R>> reply) {
    ledger.submit(request, decide, reply);
    caretaker.step();
  }

  private void onDecided(ImageChange change, List<MetadataRecord> records) {
    counts.onChange(change);
    caretaker.onDecided(change, records);
  }

  @Override
  public void onCommitted(long lastOffset, List<MetadataRecord> records) {
    ClusterImage before = publisher.current();
    ClusterImage decided = ledger.decidedUpTo(lastOffset);
    ClusterImage after =
        decided == null ? ImageBuilder.replay(before, lastOffset, records) : decided;
    publish(ImageChange.of(before, after, records));
    if (lastOffset - snapshotOffset >= recordsPerSnapshot(after)) {
      snapshotOffset = lastOffset;
      log.snapshot(lastOffset, ImageRecords.lazily(after));
    }
  }

  @Override
  public void onSnapshotWanted() {
    ClusterImage now = publisher.current();
    snapshotOffset = now.offset();
    log.snapshot(now.offset(), ImageRecords.lazily(now));
  }

  /// As many as make the log some part of what a snapshot is: then all snapshots together cost no
  /// more than the changes do, however large the cluster.
  private long recordsPerSnapshot(ClusterImage image) {
    return Math.max(leastRecordsPerSnapshot, image.partitionCount() / PARTITIONS_PER_RECORD);
  }

  @Override
  public void onSnapshot(long lastOffset, List<MetadataRecord> records) {
    ClusterImage before = publisher.current();
    var builder = new ImageBuilder(ClusterImage.EMPTY);
    builder.setController(before.controllerId());
    records.forEach(builder::replay);
    snapshotOffset = lastOffset;
    publish(ImageChange.between(before, builder.build(lastOffset)));
  }

  @Override
  public void onLeader(int newLeaderId, int newEpoch) {
    int formerLeaderId = ledger.lastLeaderId();
    ClusterImage before = publisher.current();
    var builder = new ImageBuilder(before);
    builder.setController(newLeaderId);
    ClusterImage after = builder.build(before.offset());
    ledger.onLeader(newLeaderId, newEpoch, after);
    caughtUp |= isActive();
    publish(ImageChange.of(before, after, List.of()));
    if (isActive()) {
      counts.begin();
      caretaker.onActive(formerLeaderId);
      if (after.clusterId().isEmpty()) {
        var first = new ArrayList<MetadataRecord>();
        first.add(new MetadataRecord.ClusterFormed(clusterId.get()));
        first.addAll(featureUpdate.ofNewCluster());
        ledger.append(first);
      }
    }
  }

  @Override
  public void onNodeGone(int nodeId) {
    caretaker.onNodeGone(nodeId);
  }

  /// Whoever waits for it looks at each image.
  @Override
  public void onCaughtUp() {
    if (!caughtUp) {
      caughtUp = true;
      ClusterImage now = publisher.current();
      publish(ImageChange.of(now, now, List.of()));
    }
  }

  private void publish(ImageChange change) {
    publisher.publish(change);
    ledger.onPublished(change.after());
    caretaker.step();
  }
}
