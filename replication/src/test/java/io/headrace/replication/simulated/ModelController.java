package io.headrace.replication.simulated;

import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A controller that never fails and obeys the rules of in-sync sets for one partition.
final class ModelController {

  private final SimulatedRandom random;
  private final Runnable onChange;
  private final TreeMap<Integer, Long> inService = new TreeMap<>();
  private long lastBrokerEpoch;
  private PartitionImage partition = PartitionImage.created(0, List.of(1, 2, 3), List.of(1, 2, 3));

  boolean addsAnyone;

  ModelController(SimulatedRandom random, Runnable onChange) {
    this.random = random;
    this.onChange = onChange;
  }

  PartitionImage partition() {
    return partition;
  }

  /// A broker has started.
  long register(int broker) {
    fence(broker);
    unfence(broker, ++lastBrokerEpoch);
    return lastBrokerEpoch;
  }

  /// A broker that was taken for dead is heard again.
  void unfence(int broker, long brokerEpoch) {
    inService.put(broker, brokerEpoch);
    if (partition.leader() < 0 && partition.inSync().contains(broker)) {
      change(broker, partition.inSync());
    }
  }

  /// A broker is taken for dead.
  void fence(int broker) {
    inService.remove(broker);
    if (!partition.inSync().contains(broker)) {
      return;
    }
    var rest = new ArrayList<>(partition.inSync());
    rest.remove(Integer.valueOf(broker));
    List<Integer> able = rest.stream().filter(inService::containsKey).toList();
    if (able.isEmpty()) {
      change(PartitionImage.NO_LEADER, partition.inSync());
    } else if (partition.leader() == broker) {
      change(able.get(random.nextInt(able.size())), rest);
    } else {
      change(partition.leader(), rest);
    }
  }

  /// Another of those in sync leads.
  void moveLeader() {
    List<Integer> able = partition.inSync().stream().filter(inService::containsKey).toList();
    if (!able.isEmpty()) {
      change(able.get(random.nextInt(able.size())), partition.inSync());
    }
  }

  private void change(int leader, List<Integer> inSync) {
    set(leader, partition.leaderEpoch() + (leader == partition.leader() ? 0 : 1), inSync);
  }

  private void set(int leader, int leaderEpoch, List<Integer> inSync) {
    partition =
        new PartitionImage(
            0,
            leader,
            leaderEpoch,
            partition.partitionEpoch() + 1,
            partition.replicas(),
            List.of(),
            List.of(),
            inSync,
            List.of());
    onChange.run();
  }

  Outcome propose(InSyncProposal proposal) {
    if (proposal.leaderEpoch() != partition.leaderEpoch()) {
      return new Outcome.Refused(ErrorCode.FENCED_LEADER_EPOCH);
    }
    if (proposal.partitionEpoch() != partition.partitionEpoch()) {
      return new Outcome.Refused(ErrorCode.INVALID_UPDATE_VERSION);
    }
    var inSync = new ArrayList<Integer>();
    for (InSyncProposal.Member member : proposal.inSync()) {
      Long epoch = inService.get(member.brokerId());
      boolean known = epoch != null && (member.brokerEpoch() < 0 || member.brokerEpoch() == epoch);
      if (!known) {
        return new Outcome.Refused(ErrorCode.INELIGIBLE_REPLICA);
      }
      inSync.add(member.brokerId());
    }
    set(partition.leader(), partition.leaderEpoch(), inSync);
    return new Outcome.Accepted(partition.leaderEpoch(), partition.partitionEpoch(), inSync);
  }

  /// A follower fetches.
  void onFetch(int broker) {
    if (addsAnyone
        && partition.leader() >= 0
        && inService.containsKey(broker)
        && !partition.inSync().contains(broker)) {
      var more = new ArrayList<>(partition.inSync());
      more.add(broker);
      set(partition.leader(), partition.leaderEpoch(), more);
    }
  }
}
