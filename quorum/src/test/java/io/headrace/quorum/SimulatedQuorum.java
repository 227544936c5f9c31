package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.QuorumPlace.Contact;
import io.headrace.quorum.QuorumPlace.Joining;
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

  /// @param voters the nodes from 1 on that the cluster begins with
  /// @param observers those after them, which come to it and have no vote
  SimulatedQuorum(long seed, int voters, int observers) {
    this(seed);
    for (int id = 1; id <= voters + observers; id++) {
      add(id, placeOf(id, voters, id <= voters ? Joining.BY_COMMAND : Joining.NEVER));
    }
  }

  /// Without any members yet.
  SimulatedQuorum(long seed) {
    world = new SimulatedWorld(seed);
    network = new SimulatedNetwork(world);
  }

  SimulatedMember add(int id, QuorumPlace place) {
    var member = new SimulatedMember(id, world, network, history, place);
    members.add(member);
    return member;
  }

  /// As `controller.quorum.voters` says it, with the nodes from 1 to `voters`.
  static QuorumPlace placeOf(int id, int voters, Joining joining) {
    return new QuorumPlace(
        QuorumPlace.DEFAULT_LISTENER,
        SimulatedMember.address(id),
        IntStream.rangeClosed(1, voters)
            .mapToObj(voter -> new Contact(voter, SimulatedMember.address(voter)))
            .toList(),
        joining);
  }

  void startAll() {
    for (SimulatedMember member : members) {
      if (!member.alive()) {
        member.start();
      }
    }
  }

  SimulatedMember member(int id) {
    return members.stream().filter(member -> member.id == id).findFirst().orElseThrow();
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

  /// How many voters there are, as the leader says; 0 if nobody leads.
  int voterCount() {
    var answers = new ArrayList<QuorumView>();
    leader().ifPresent(leader -> leader.describe(answers::add));
    world.runUntil(() -> !answers.isEmpty(), SECOND_NS);
    return answers.isEmpty() ? 0 : answers.getFirst().controllers().size();
  }

  @Override
  public String toString() {
    return members + ", said up to " + history.lastOffset() + " " + history.complaints;
  }
}
