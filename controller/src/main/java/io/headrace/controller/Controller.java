package io.headrace.controller;

import io.headrace.base.TopicId;
import io.headrace.controller.broker.BrokerRegistration;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.config.ConfigAlteration;
import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.producer.ProducerIds;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopicResult;
import io.headrace.controller.topic.PartitionGrowth;
import io.headrace.controller.topic.TopicCreation;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.controller.topic.TopicDeletion;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Follows the metadata log, publishes each new image, and, while this node leads the log, decides
/// changes.
///
/// It keeps two images. The *published* one holds what is committed. The *decided* one runs ahead
/// of it by the records that are still on their way to a majority; decisions are taken on it, so
/// that two requests in one turn cannot both create the same topic. When leadership is lost, the
/// decided image is dropped: images are immutable, there is nothing to undo.
///
/// A reply is given when the records it speaks of are committed *and* published, so that a client
/// can use at once what it is told of. A refusal waits likewise for whatever it was based on.
///
/// Runs on: the reactor.
public final class Controller implements MetadataLog.Listener {
  private static final int NOBODY = -1;

  /// After so many records the log gets a snapshot: that bounds its size and the time of a restart.
  private static final int RECORDS_PER_SNAPSHOT = 20_000;

  private final int nodeId;
  private final String clusterId;
  private final MetadataLog log;
  private final ImagePublisher publisher;
  private final TopicCreation topicCreation;
  private final PartitionGrowth partitionGrowth;
  private final PendingReplies pending;

  private int leaderId = NOBODY;
  private int epoch = -1;
  private ClusterImage decided = ClusterImage.EMPTY;
  private long snapshotOffset;

  /// @param clusterId what a cluster that begins on this node is called
  public Controller(
      int nodeId,
      String clusterId,
      MetadataLog log,
      ImagePublisher publisher,
      TopicDefaults defaults,
      RandomSource random,
      Timers timers) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.log = log;
    this.publisher = publisher;
    this.topicCreation = new TopicCreation(random, defaults);
    this.partitionGrowth = new PartitionGrowth(random);
    this.pending = new PendingReplies(timers);
  }

  public void start() {
    log.start(this);
  }

  /// Whether this node decides changes now.
  public boolean isActive() {
    return leaderId == nodeId;
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
    submit(request, image -> ConfigAlteration.decide(image, edits), reply);
  }

  /// Makes a broker part of the cluster and tells its epoch.
  public void registerBroker(Request request, Applicant applicant, Consumer<Outcome<Long>> reply) {
    submit(request, image -> BrokerRegistration.decide(image, applicant), reply);
  }

  /// Gives producer ids away.
  public void allocateProducerIds(Request request, Consumer<Outcome<ProducerIds.Block>> reply) {
    submit(request, ProducerIds::decide, reply);
  }

  private <R> void submit(
      Request request, Function<ClusterImage, Decision<R>> decide, Consumer<Outcome<R>> reply) {
    if (!isActive()) {
      reply.accept(new Outcome.Refused<>(Refusal.notController()));
      return;
    }
    if (pending.isFull()) {
      reply.accept(new Outcome.Refused<>(Refusal.overloaded()));
      return;
    }
    Decision<R> decision = decide.apply(decided);
    if (request.intent() == Request.Intent.CHANGE && !decision.records().isEmpty()) {
      Refusal refusal = append(decision.records());
      if (refusal != null) {
        reply.accept(new Outcome.Refused<>(refusal));
        return;
      }
    }
    if (decided.offset() <= publisher.current().offset()) {
      reply.accept(new Outcome.Done<>(decision.reply()));
      return;
    }
    pending.add(
        decided.offset(),
        request.timeoutNs(),
        refusal ->
            reply.accept(
                refusal == null
                    ? new Outcome.Done<>(decision.reply())
                    : new Outcome.Refused<>(refusal)));
  }

  private @Nullable Refusal append(List<MetadataRecord> records) {
    try {
      long lastOffset = log.append(epoch, records);
      decided = ImageBuilder.replay(decided, lastOffset, records);
      return null;
    } catch (MetadataLog.NotLeader _) {
      return Refusal.notController();
    } catch (MetadataLog.TooMuchUnderWay _) {
      return Refusal.overloaded();
    } catch (MetadataLog.NoRoom e) {
      return new Refusal(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage());
    } catch (MetadataLog.BatchTooLarge _) {
      return new Refusal(
          ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation.");
    }
  }

  @Override
  public void onCommitted(long lastOffset, List<MetadataRecord> records) {
    ClusterImage before = publisher.current();
    ClusterImage after = ImageBuilder.replay(before, lastOffset, records);
    publish(ImageChange.of(before, after, records));
    if (lastOffset - snapshotOffset >= RECORDS_PER_SNAPSHOT) {
      snapshotOffset = lastOffset;
      log.snapshot(lastOffset, ImageRecords.of(after));
    }
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
    leaderId = newLeaderId;
    epoch = newEpoch;
    pending.refuseAll(Refusal.notController());
    ClusterImage before = publisher.current();
    var builder = new ImageBuilder(before);
    builder.setController(newLeaderId);
    decided = builder.build(before.offset());
    publish(ImageChange.between(before, decided));
    if (isActive() && decided.clusterId().isEmpty()) {
      append(List.of(new MetadataRecord.ClusterFormed(clusterId)));
    }
  }

  private void publish(ImageChange change) {
    if (!isActive()) {
      decided = change.after();
    }
    publisher.publish(change);
    pending.completeUpTo(change.after().offset());
  }
}
