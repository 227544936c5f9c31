package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Several nodes that share a metadata log, in one thread.
final class SimulatedQuorum {
  static final long SECOND_NS = 1_000_000_000L;

  final SimulatedWorld world;
  final SimulatedNetwork network;
  final QuorumHistory history = new QuorumHistory();
  final List<SimulatedMember> members = new ArrayList<>();
  private long nextProducerId;

  /// @param observers that come to it; the first three voters count from 1
  SimulatedQuorum(long seed, int voters, int observers) {
    world = new SimulatedWorld(seed);
    network = new SimulatedNetwork(world);
    List<Integer> founders = IntStream.rangeClosed(1, voters).boxed().toList();
    for (int id = 1; id <= voters + observers; id++) {
      int self = id;
      members.add(
          new SimulatedMember(
              id,
              world,
              network,
              history,
              founders.stream().filter(voter -> voter != self).toList(),
              id <= voters ? founders : List.of()));
    }
  }

  void startAll() {
    for (SimulatedMember member : members) {
      if (!member.alive()) {
        member.start();
      }
    }
  }

  SimulatedMember member(int id) {
    return members.get(id - 1);
  }

  Optional<SimulatedMember> leader() {
    return members.stream().filter(SimulatedMember::leads).findFirst();
  }

  /// Lets the world go on until somebody leads; false if nobody does within `limitNs`.
  boolean awaitLeader(long limitNs) {
    return world.runUntil(() -> leader().isPresent(), limitNs);
  }

  /// Asks everybody who thinks that he leads for a change.
  void append() {
    var record = new MetadataRecord.ProducerIdsAllocated(++nextProducerId);
    members.forEach(member -> member.append(record));
  }

  /// Lets the world go on until all that live were told what anybody was told.
  boolean awaitAllTold(long limitNs) {
    return world.runUntil(
        () -> members.stream().allMatch(it -> it.toldOffset() >= history.lastOffset()), limitNs);
  }

  /// Appends until something new is committed and everybody knows.
  boolean awaitProgress(long limitNs) {
    long before = history.lastOffset();
    long until = world.nowNs() + limitNs;
    while (world.nowNs() < until) {
      append();
      world.advance(20_000_000);
      if (history.lastOffset() > before) {
        return awaitAllTold(until - world.nowNs());
      }
    }
    return false;
  }
}
