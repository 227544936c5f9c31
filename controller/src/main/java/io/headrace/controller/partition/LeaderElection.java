package io.headrace.controller.partition;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ElectionRequest.Kind;
import io.headrace.controller.partition.ElectionRequest.Named;
import io.headrace.controller.partition.PartitionChange.Election;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Decides elections that somebody asks for. Only here can an election be unclean, which may give
/// up acknowledged records; asked for of all partitions, it is one of those without a leader.
public final class LeaderElection {
  private final MinInSync minInSync;

  public LeaderElection(MinInSync minInSync) {
    this.minInSync = minInSync;
  }

  /// One result for each partition that was named; of all partitions, only for those that changed
  /// or could not.
  public Decision<List<ElectionResult>> decide(ClusterImage image, ElectionRequest request) {
    var records = new ArrayList<MetadataRecord>();
    var results = new ArrayList<ElectionResult>();
    List<Named> named = request.partitions();
    for (Named each :
        named == null ? allNeeded(image, request.kind()) : new LinkedHashSet<>(named)) {
      results.add(decideOne(image, each, request.kind(), records));
    }
    return new Decision<>(records, results);
  }

  /// There may be a million partitions, of which nearly all need no election.
  private static List<Named> allNeeded(ClusterImage image, Kind kind) {
    var needed = new ArrayList<Named>();
    for (TopicImage topic : image.topics()) {
      for (PartitionImage partition : topic.partitions()) {
        if (isNeeded(partition, kind)) {
          needed.add(new Named(topic.name(), partition.partition()));
        }
      }
    }
    return needed;
  }

  private static boolean isNeeded(PartitionImage partition, Kind kind) {
    return switch (kind) {
      case PREFERRED -> partition.leader() != partition.replicas().getFirst();
      case UNCLEAN -> partition.leader() == PartitionImage.NO_LEADER;
    };
  }

  private ElectionResult decideOne(
      ClusterImage image, Named named, Kind kind, List<MetadataRecord> records) {
    TopicImage topic = image.topic(named.topic());
    PartitionImage partition = topic == null ? null : topic.partition(named.partition());
    if (topic == null || partition == null) {
      return new ElectionResult(
          named,
          new Refusal(
              ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
              topic == null
                  ? "No such topic as " + named.topic()
                  : "No such partition as " + named.topic() + "-" + named.partition()));
    }
    if (!isNeeded(partition, kind)) {
      return new ElectionResult(
          named,
          new Refusal(
              ErrorCode.ELECTION_NOT_NEEDED, "Leader election not needed for topic partition."));
    }
    Election election = kind == Kind.PREFERRED ? Election.PREFERRED : Election.UNCLEAN;
    PartitionImage after = minInSync.change(image, topic, partition).elect(election).result();
    boolean elected =
        switch (kind) {
          case PREFERRED -> after.leader() == partition.replicas().getFirst();
          case UNCLEAN -> after.leader() != PartitionImage.NO_LEADER;
        };
    if (!elected) {
      return new ElectionResult(named, notElected(kind));
    }
    records.add(new MetadataRecord.PartitionChanged(topic.id(), after));
    return new ElectionResult(named, null);
  }

  private static Refusal notElected(Kind kind) {
    return switch (kind) {
      case PREFERRED ->
          new Refusal(
              ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, "The preferred leader was not available.");
      case UNCLEAN ->
          new Refusal(
              ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
              "Eligible topic partition leaders are not available.");
    };
  }
}
