package io.headrace.quorum;

import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Peers;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;

/// What the metadata log sees of the world.
///
/// @param lane one for this log alone
/// @param peers the way to other nodes
public record QuorumPorts(
    Disk disk,
    SyncLane lane,
    Reactor reactor,
    Timers timers,
    Clock clock,
    RandomSource random,
    Peers peers) {

  /// Of a node that is alone.
  public QuorumPorts(
      Disk disk, SyncLane lane, Reactor reactor, Timers timers, Clock clock, RandomSource random) {
    this(disk, lane, reactor, timers, clock, random, new NoPeers(reactor));
  }
}
