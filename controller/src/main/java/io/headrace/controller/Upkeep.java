package io.headrace.controller;

import io.headrace.base.TopicId;
import io.headrace.controller.partition.BrokerDrain;
import io.headrace.controller.partition.LeaderBalance;
import io.headrace.controller.partition.PartitionRepair;
import io.headrace.controller.placement.Loads;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.config.BrokerConfigKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Looks after partitions in small steps, so that a broker with 10,000 leaders can die: each step
/// fits into one batch of the metadata log, and the reactor does other things in between. Topics
/// that have to be looked at are *due*; looking at one once too often does no harm.
///
/// Runs on: the reactor of the active controller.
final class Upkeep {

  /// At some 80 bytes each this is a fifth of what a batch of the metadata log can hold.
  static final int MAX_RECORDS_PER_STEP = 2_000;

  /// Bounds the time of a step in which nothing is to be done.
  private static final int MAX_PARTITIONS_PER_STEP = 50_000;

  private final PartitionRepair repair;
  private final BrokerDrain drain;
  private final LeaderBalance balance;
  private final SequencedSet<TopicId> due = new LinkedHashSet<>();
  private boolean balanceIsDue;

  Upkeep(PartitionRepair repair, BrokerDrain drain, LeaderBalance balance) {
    this.repair = repair;
    this.drain = drain;
    this.balance = balance;
  }

  /// Begins anew: what the last controller left undone is not known.
  void begin(ClusterImage image) {
    due.clear();
    balanceIsDue = false;
    image.topics().forEach(this::onDue);
  }

  void onDue(TopicImage topic) {
    due.add(topic.id());
  }

  void onBalanceDue() {
    balanceIsDue = true;
  }

  boolean isDone() {
    return due.isEmpty() && !balanceIsDue;
  }

  /// The next changes; possibly none although more is due.
  List<MetadataRecord> next(ClusterImage image) {
    var records = new ArrayList<MetadataRecord>();
    var again = new ArrayList<TopicId>();
    int seen = 0;
    Loads loads = null;
    boolean drains = isAnyDraining(image);
    while (!due.isEmpty()
        && records.size() < MAX_RECORDS_PER_STEP
        && seen < MAX_PARTITIONS_PER_STEP) {
      TopicImage topic = image.topic(due.removeFirst());
      if (topic == null) {
        continue;
      }
      seen += topic.partitions().size();
      int room = MAX_RECORDS_PER_STEP - records.size();
      List<MetadataRecord> changes = repair.decide(image, topic, room);
      if (changes.isEmpty() && drains) {
        loads = loads == null ? Loads.of(image) : loads;
        changes = drain.decide(image, loads, topic, room);
      }
      if (!changes.isEmpty()) {
        records.addAll(changes);
        // Once more when these are decided: there may be more, or a drain behind a repair.
        again.add(topic.id());
      }
    }
    due.addAll(again);
    return due.isEmpty() && balanceIsDue ? balanced(image) : records;
  }

  private List<MetadataRecord> balanced(ClusterImage image) {
    List<MetadataRecord> changes = balance.decide(image, MAX_RECORDS_PER_STEP);
    balanceIsDue = !changes.isEmpty();
    return changes;
  }

  /// Whether this topic needs nothing.
  boolean isInOrder(ClusterImage image, TopicImage topic) {
    return repair.decide(image, topic, 1).isEmpty();
  }

  private static boolean isAnyDraining(ClusterImage image) {
    for (BrokerImage broker : image.brokers()) {
      if (BrokerConfigKeys.isDraining(image, broker.id())) {
        return true;
      }
    }
    return false;
  }
}
