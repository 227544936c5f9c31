package io.headrace.replication;

import io.headrace.record.BatchCheck;
import io.headrace.replication.follower.FetchLine;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetching;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.move.ReplicaMoves;
import io.headrace.replication.repair.Repairs;
import io.headrace.replication.throttle.ReplicaThrottle;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.util.function.LongSupplier;

/// What replication with other brokers leans on.
///
/// @param brokerEpoch of this broker's registration, −1 while it has none
/// @param tenure while it is uncertain, clients that name no leader epoch are sent away
public record Replication(
    Reactor reactor,
    Timers timers,
    Clock clock,
    ReplicaPeers peers,
    InSyncProposals proposals,
    LongSupplier brokerEpoch,
    ReplicationLimits limits,
    Tenure tenure) {

  /// For a node that has no others beside it.
  public static Replication none(Reactor reactor, Timers timers, Clock clock) {
    return new Replication(
        reactor,
        timers,
        clock,
        ReplicaPeers.NONE,
        InSyncProposals.NONE,
        () -> -1,
        ReplicationLimits.DEFAULT,
        Tenure.CERTAIN);
  }

  /// For all leaders of a reactor.
  Partition.Services services(Repairs repairs) {
    return new Partition.Services(new BatchCheck(), proposals, clock, repairs, tenure);
  }

  Repairs.Ports repairPorts(int brokerId) {
    return new Repairs.Ports(brokerId, peers, timers, clock, brokerEpoch);
  }

  ReplicaMoves.Ports movePorts(ReplicaThrottle throttle) {
    int pieceBytes = Math.min(limits.maxPartitionBytes(), ReplicaMoves.MAX_PIECE_BYTES);
    return new ReplicaMoves.Ports(reactor, timers, throttle, pieceBytes);
  }

  ReplicaFetching fetching(int brokerId, ReplicaThrottle throttle) {
    return new ReplicaFetching(
        brokerId,
        new FetchLine.Ports(peers, reactor, timers, brokerEpoch, throttle),
        new ReplicaFetch.Limits(limits.maxWaitMs(), limits.maxPartitionBytes(), limits.maxBytes()));
  }
}
