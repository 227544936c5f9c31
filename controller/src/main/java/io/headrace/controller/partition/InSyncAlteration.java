package io.headrace.controller.partition;

import io.headrace.base.PartitionId;
import io.headrace.controller.decision.Decision;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Decides what leaders propose for the in-sync sets of their partitions. The errors are Kafka's.
public final class InSyncAlteration {
  private final MinInSync minInSync;

  public InSyncAlteration(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// One result for each proposal, in their order.
  ///
  /// @param leader the broker that proposes; its registration was checked
  public Decision<List<InSyncResult>> decide(
      ClusterImage image, int leader, List<InSyncProposal> proposals) {
    var records = new ArrayList<MetadataRecord>();
    var results = new ArrayList<InSyncResult>(proposals.size());
    var decided = new LinkedHashSet<String>();
    for (InSyncProposal proposal : proposals) {
      boolean first = decided.add(proposal.topicId() + "-" + proposal.partition());
      results.add(
          first
              ? decideOne(image, leader, proposal, records)
              : refused(proposal, ErrorCode.INVALID_REQUEST));
    }
    return new Decision<>(records, results);
  }

  private InSyncResult decideOne(
      ClusterImage image, int leader, InSyncProposal proposal, List<MetadataRecord> records) {
    TopicImage topic = image.topic(proposal.topicId());
    if (topic == null) {
      return refused(proposal, ErrorCode.UNKNOWN_TOPIC_ID);
    }
    PartitionImage partition = topic.partition(proposal.partition());
    if (partition == null) {
      return refused(proposal, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    ErrorCode error = errorOf(image, partition, leader, proposal);
    if (error != ErrorCode.NONE) {
      return refused(proposal, error);
    }
    List<Integer> wanted = brokersOf(proposal);
    PartitionImage after = minInSync.change(image, topic, partition).inSync(wanted).result();
    if (after != partition) {
      records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
    }
    return after.leader() == leader && after.leaderEpoch() == partition.leaderEpoch()
        ? new InSyncResult(topic.id(), partition.partition(), ErrorCode.NONE, after)
        : refused(proposal, ErrorCode.NEW_LEADER_ELECTED);
  }

  private static ErrorCode errorOf(
      ClusterImage image, PartitionImage partition, int leader, InSyncProposal proposal) {
    if (proposal.leaderEpoch() > partition.leaderEpoch()
        || proposal.partitionEpoch() > partition.partitionEpoch()) {
      // The leader knows of decisions that this node does not: another one decides now.
      return ErrorCode.NOT_CONTROLLER;
    }
    if (proposal.leaderEpoch() < partition.leaderEpoch()) {
      return ErrorCode.FENCED_LEADER_EPOCH;
    }
    if (partition.leader() != leader) {
      return ErrorCode.INVALID_REQUEST;
    }
    if (proposal.partitionEpoch() < partition.partitionEpoch()) {
      return ErrorCode.INVALID_UPDATE_VERSION;
    }
    List<Integer> wanted = brokersOf(proposal);
    boolean isSubset =
        partition.replicas().containsAll(wanted)
            && wanted.stream().distinct().count() == wanted.size();
    // Unlike Kafka's, a leader here may leave itself out: it asks for another one to lead.
    if (!isSubset || wanted.isEmpty()) {
      return ErrorCode.INVALID_REQUEST;
    }
    boolean allEligible =
        proposal.inSync().stream().allMatch(member -> isEligible(image, proposal, member, leader));
    return allEligible ? ErrorCode.NONE : ErrorCode.INELIGIBLE_REPLICA;
  }

  /// A leader that is leaving can still say who is in sync with it.
  private static boolean isEligible(
      ClusterImage image, InSyncProposal proposal, InSyncProposal.Member member, int leader) {
    BrokerImage broker = image.broker(member.broker());
    return broker != null
        && !broker.isOffline(new PartitionId(proposal.topicId(), proposal.partition()))
        && (broker.inService() || (member.broker() == leader && !broker.fenced()))
        && (member.epoch() == -1 || member.epoch() == broker.epoch());
  }

  private static List<Integer> brokersOf(InSyncProposal proposal) {
    return proposal.inSync().stream().map(InSyncProposal.Member::broker).toList();
  }

  private static InSyncResult refused(InSyncProposal proposal, ErrorCode error) {
    return new InSyncResult(proposal.topicId(), proposal.partition(), error, null);
  }
}
