package io.headrace.controller.simulated;

import io.headrace.base.PartitionId;
import io.headrace.controller.Request;
import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncProposal.Member;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The data of all replicas, as leaders and followers make it that go by what their nodes know:
/// they append, copy, acknowledge what all in-sync replicas have, and propose in-sync sets.
/// Everything here relies on the controller: what it decides wrongly shows as a lost record.
final class ReplicaLogs {

  /// One record, by who wrote it.
  private record Entry(int leaderEpoch, int id) {}

  private record Replica(PartitionId partition, int broker) {}

  /// How far a follower said it was when it last fetched.
  private record Fetched(int leaderEpoch, int end) {}

  /// What a leader asked for and does not know the outcome of.
  private record Asked(int leaderEpoch, int partitionEpoch, Set<Integer> inSync) {}

  private final Random random;
  private final Map<Integer, SimulatedNode> nodes;
  private final Map<Replica, List<Entry>> logs = new HashMap<>();
  private final Map<Replica, Fetched> fetched = new HashMap<>();
  private final Map<Replica, Asked> asked = new HashMap<>();
  private final Map<PartitionId, List<Entry>> acknowledged = new HashMap<>();
  private final Set<PartitionId> forgiven = new HashSet<>();
  private int nextId;

  ReplicaLogs(Random random, Map<Integer, SimulatedNode> nodes) {
    this.random = random;
    this.nodes = nodes;
  }

  private List<Entry> log(PartitionId partition, int broker) {
    return logs.computeIfAbsent(new Replica(partition, broker), _ -> new ArrayList<>());
  }

  /// What was appended and not acknowledged may be lost.
  void onCrash(int broker) {
    fetched.keySet().removeIf(replica -> replica.broker() == broker);
    asked.keySet().removeIf(replica -> replica.broker() == broker);
    logs.forEach((replica, log) -> {
      int kept = acknowledged.getOrDefault(replica.partition(), List.of()).size();
      if (replica.broker() == broker && log.size() > kept && random.nextBoolean()) {
        log.subList(kept, log.size()).clear();
      }
    });
  }

  /// What only this broker had is lost, and nobody is to blame.
  void onWiped(int broker) {
    logs.keySet().removeIf(replica -> replica.broker() == broker);
    for (SimulatedNode node : nodes.values()) {
      for (TopicImage topic : node.image().topics()) {
        for (PartitionImage partition : topic.partitions()) {
          boolean isAlone =
              List.of(broker).containsAll(partition.inSync())
                  && List.of(broker).containsAll(partition.eligible());
          if (isAlone) {
            forgiveLoss(new PartitionId(topic.id(), partition.partition()));
          }
        }
      }
    }
  }

  /// Nothing is asked of this partition any more.
  void forgiveLoss(PartitionId partition) {
    forgiven.add(partition);
  }

  /// A random leader or follower does something.
  void step(@Nullable SimulatedNode active) {
    for (SimulatedNode node : nodes.values()) {
      if (!node.isRegistered()) {
        continue;
      }
      for (TopicImage topic : node.image().topics()) {
        for (PartitionImage partition : topic.partitions()) {
          var id = new PartitionId(topic.id(), partition.partition());
          if (partition.leader() == node.id && random.nextInt(3) == 0) {
            lead(node, active, topic, partition, id);
          } else if (partition.replicas().contains(node.id) && random.nextInt(3) == 0) {
            follow(node, partition, id);
          }
        }
      }
    }
  }

  private void lead(
      SimulatedNode node,
      @Nullable SimulatedNode active,
      TopicImage topic,
      PartitionImage partition,
      PartitionId id) {
    List<Entry> log = log(id, node.id);
    requireAcknowledged(id, node, partition, log);
    switch (random.nextInt(4)) {
      case 0 -> log.add(new Entry(partition.leaderEpoch(), nextId++));
      case 1, 2 -> acknowledge(node, topic, partition, id, log);
      default -> {
        if (active != null) {
          propose(node, active, partition, id, log);
        }
      }
    }
  }

  private void requireAcknowledged(
      PartitionId id, SimulatedNode node, PartitionImage partition, List<Entry> log) {
    boolean isCurrent =
        nodes.values().stream()
            .map(each -> each.image().topic(id.topicId()))
            .noneMatch(topic ->
                topic != null
                    && topic.partitions().get(id.partition()).leaderEpoch()
                        > partition.leaderEpoch());
    List<Entry> must = acknowledged.getOrDefault(id, List.of());
    if (isCurrent
        && !forgiven.contains(id)
        && !(log.size() >= must.size() && log.subList(0, must.size()).equals(must))) {
      throw new Violation(
          "leader %d of %s lacks acknowledged records: has %s, not %s"
              .formatted(node.id, partition, log, must));
    }
  }

  private void acknowledge(
      SimulatedNode node,
      TopicImage topic,
      PartitionImage partition,
      PartitionId id,
      List<Entry> log) {
    String configured =
        node.image()
            .config(new ConfigResource(Type.TOPIC, topic.name()))
            .get("min.insync.replicas");
    int least = partition.leastInSync(configured == null ? 1 : Integer.parseInt(configured));
    if (partition.inSync().size() < least) {
      return;
    }
    var members = new HashSet<>(partition.inSync());
    Asked open = asked.get(new Replica(id, node.id));
    if (open != null
        && open.leaderEpoch() == partition.leaderEpoch()
        && open.partitionEpoch() == partition.partitionEpoch()) {
      members.addAll(open.inSync());
    }
    int end = log.size();
    for (int member : members) {
      end = member == node.id ? end : Math.min(end, fetchedEnd(id, member, partition));
    }
    if (end > acknowledged.getOrDefault(id, List.of()).size()) {
      acknowledged.put(id, List.copyOf(log.subList(0, end)));
    }
  }

  private int fetchedEnd(PartitionId id, int broker, PartitionImage partition) {
    Fetched known = fetched.get(new Replica(id, broker));
    return known == null || known.leaderEpoch() != partition.leaderEpoch() ? -1 : known.end();
  }

  private static Member member(ClusterImage image, int broker) {
    BrokerImage known = image.broker(broker);
    return new Member(broker, known == null ? -1 : known.epoch());
  }

  private void propose(
      SimulatedNode node,
      SimulatedNode active,
      PartitionImage partition,
      PartitionId id,
      List<Entry> log) {
    ClusterImage image = node.image();
    int acknowledgedEnd = acknowledged.getOrDefault(id, List.of()).size();
    var inSync = new ArrayList<Integer>();
    for (int broker : partition.replicas()) {
      boolean isUpToDate =
          fetchedEnd(id, broker, partition) >= Math.max(acknowledgedEnd, log.size() - 1);
      boolean stays = partition.inSync().contains(broker) && random.nextInt(4) > 0;
      if (broker == node.id || stays || isUpToDate) {
        inSync.add(broker);
      }
    }
    Asked open = asked.get(new Replica(id, node.id));
    boolean isOpen =
        open != null
            && open.leaderEpoch() == partition.leaderEpoch()
            && open.partitionEpoch() == partition.partitionEpoch();
    if (partition.inSync().equals(inSync) && !partition.isReassigning()) {
      return;
    }
    var asking = new HashSet<>(inSync);
    if (open != null && isOpen) {
      asking.addAll(open.inSync());
    }
    List<Member> members = inSync.stream().map(broker -> member(image, broker)).toList();
    asked.put(
        new Replica(id, node.id),
        new Asked(partition.leaderEpoch(), partition.partitionEpoch(), Set.copyOf(asking)));
    active.controller.alterInSync(
        Request.change(5_000),
        node.id,
        node.brokerEpoch(),
        List.of(
            new InSyncProposal(
                id.topicId(),
                id.partition(),
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                members)),
        _ -> {});
  }

  /// Copies the log of the leader that both know in the same epoch.
  private void follow(SimulatedNode node, PartitionImage partition, PartitionId id) {
    SimulatedNode leader = nodes.get(partition.leader());
    TopicImage topic = leader == null ? null : leader.image().topic(id.topicId());
    if (leader == null || topic == null || leader.id == node.id || !leader.isRegistered()) {
      return;
    }
    PartitionImage asLeaderKnows = topic.partitions().get(id.partition());
    if (asLeaderKnows.leader() == leader.id
        && asLeaderKnows.leaderEpoch() == partition.leaderEpoch()) {
      List<Entry> source = log(id, leader.id);
      requireSameWhereEpochsAgree(id, log(id, node.id), source);
      int same = commonPrefix(log(id, node.id), source);
      int end = same + (source.size() > same ? random.nextInt(source.size() - same + 1) : 0);
      logs.put(new Replica(id, node.id), new ArrayList<>(source.subList(0, end)));
      fetched.put(new Replica(id, node.id), new Fetched(partition.leaderEpoch(), end));
    }
  }

  private static int commonPrefix(List<Entry> one, List<Entry> other) {
    int length = 0;
    while (length < Math.min(one.size(), other.size())
        && one.get(length).equals(other.get(length))) {
      length++;
    }
    return length;
  }

  private static void requireSameWhereEpochsAgree(
      PartitionId id, List<Entry> mine, List<Entry> source) {
    for (int offset = 0; offset < Math.min(mine.size(), source.size()); offset++) {
      Entry one = mine.get(offset);
      Entry other = source.get(offset);
      if (one.leaderEpoch() == other.leaderEpoch() && one.id() != other.id()) {
        throw new Violation("offset %d of %s was given twice in one epoch".formatted(offset, id));
      }
    }
  }
}
