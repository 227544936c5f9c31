package io.headrace.controller;

import io.headrace.base.TopicId;
import io.headrace.controller.partition.BrokerDrain;
import io.headrace.controller.partition.LeaderBalance;
import io.headrace.controller.partition.PartitionRepair;
import io.headrace.controller.placement.Loads;
import io.headrace.controller.placement.PartitionCounts;
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
/// A controller that has just begun looks at every topic once, behind those that something happens
/// to meanwhile.
///
/// Runs on: the reactor of the active controller.
final class Upkeep {

  /// Bounds the time of a step, with some 20 µs for each among a million partitions, and its batch,
  /// with some 80 bytes for each.
  static final int MAX_RECORDS_PER_STEP = 1_000;

  /// Bounds the time of a step in which nothing is to be done.
  private static final int MAX_PARTITIONS_PER_STEP = 10_000;

  private final PartitionRepair repair;
  private final BrokerDrain drain;
  private final LeaderBalance balance;
  private final PartitionCounts counts;

  /// Something happened to them: they come before all others.
  private final SequencedSet<TopicId> due = new LinkedHashSet<>();

  /// What the last controller left undone.
  private final TopicWalk sweep = new TopicWalk();

  private final TopicWalk balancing = new TopicWalk();

  /// @param counts of the decided image
  Upkeep(PartitionRepair repair, BrokerDrain drain, LeaderBalance balance, PartitionCounts counts) {
    this.repair = repair;
    this.drain = drain;
    this.balance = balance;
    this.counts = counts;
  }

  /// Begins anew: what the last controller left undone is not known, so all topics are looked at.
  void begin() {
    due.clear();
    balancing.end();
    sweep.begin();
  }

  void onDue(TopicId topic) {
    due.add(topic);
  }

  void onBalanceDue() {
    if (balancing.isDone()) {
      balancing.begin();
    }
  }

  boolean isDone() {
    return due.isEmpty() && sweep.isDone() && balancing.isDone();
  }

  /// The next changes; possibly none although more is due.
  List<MetadataRecord> next(ClusterImage image) {
    if (due.isEmpty()) {
      sweep.portion(image, MAX_PARTITIONS_PER_STEP).forEach(topic -> onDue(topic.id()));
    }
    return due.isEmpty() ? balanced(image) : repaired(image);
  }

  private List<MetadataRecord> repaired(ClusterImage image) {
    var records = new ArrayList<MetadataRecord>();
    var again = new ArrayList<TopicId>();
    int seen = 0;
    Loads loads = null;
    List<Integer> draining = draining(image);
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
      if (changes.isEmpty() && !draining.isEmpty()) {
        loads = loads == null ? Loads.of(image, counts) : loads;
        changes = drain.decide(image, draining, loads, topic, room);
      }
      if (!changes.isEmpty()) {
        records.addAll(changes);
        // Once more when these are decided: there may be more, or a drain behind a repair.
        again.add(topic.id());
      }
    }
    due.addAll(again);
    return records;
  }

  private List<MetadataRecord> balanced(ClusterImage image) {
    var records = new ArrayList<MetadataRecord>();
    for (TopicImage topic : balancing.portion(image, MAX_PARTITIONS_PER_STEP)) {
      int room = MAX_RECORDS_PER_STEP - records.size();
      if (room == 0) {
        balancing.backTo(topic);
        break;
      }
      List<MetadataRecord> changes = balance.decide(image, topic, room);
      records.addAll(changes);
      if (changes.size() == room) {
        balancing.backTo(topic);
        break;
      }
    }
    return records;
  }

  /// Whether this topic needs nothing.
  boolean isInOrder(ClusterImage image, TopicImage topic) {
    return repair.decide(image, topic, 1).isEmpty();
  }

  private static List<Integer> draining(ClusterImage image) {
    var draining = new ArrayList<Integer>();
    for (BrokerImage broker : image.brokers()) {
      if (BrokerConfigKeys.isDraining(image, broker.id())) {
        draining.add(broker.id());
      }
    }
    return draining;
  }
}
