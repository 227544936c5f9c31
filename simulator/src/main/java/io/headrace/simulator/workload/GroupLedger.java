package io.headrace.simulator.workload;

import io.headrace.simulator.client.GroupCalls.Membership;
import io.headrace.simulator.client.InvariantViolation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a group's members were told, held against what must be true of any group: each partition
/// has one owner in a generation, generations only grow, who belongs to an old one is refused, and
/// a committed offset stays until a later commit, as does one that somebody was told.
final class GroupLedger {
  private final String group;
  private final Map<Integer, Map<Integer, String>> owners = new TreeMap<>();
  private final Map<Integer, Long> attempted = new TreeMap<>();
  private final Map<Integer, Long> known = new TreeMap<>();
  private final Map<Integer, Set<Long>> inDoubt = new TreeMap<>();
  private final Map<String, String> instances = new TreeMap<>();
  private int syncedGeneration;
  private int commits;

  GroupLedger(String group) {
    this.group = group;
  }

  /// The newest generation whose assignment a member was told: it is durable.
  int syncedGeneration() {
    return syncedGeneration;
  }

  /// A member that joins again may be told the generation that it is in.
  ///
  /// @param newest [#syncedGeneration] when the member asked
  void joined(Membership member, int newest) {
    if (member.generation() < newest) {
      throw new InvariantViolation(
          member + " joined " + group + ", of which generation " + newest + " was known");
    }
  }

  /// A member was told what it owns.
  void synced(Membership member, Iterable<Integer> partitions) {
    syncedGeneration = Math.max(syncedGeneration, member.generation());
    Map<Integer, String> ofGeneration =
        owners.computeIfAbsent(member.generation(), generation -> new TreeMap<>());
    for (int partition : partitions) {
      String other = ofGeneration.put(partition, member.memberId());
      if (other != null && !other.equals(member.memberId()) && !isSuccessor(member, other)) {
        throw new InvariantViolation(
            "partition " + partition + " of " + group + " is owned by " + other + " and " + member);
      }
    }
  }

  /// A static member came back under a new id.
  void replaced(String newId, String oldId) {
    instances.put(newId, oldId);
  }

  /// A static member that came back has the assignment of the one that it replaces.
  private boolean isSuccessor(Membership member, String other) {
    for (String id = instances.get(member.memberId()); id != null; id = instances.get(id)) {
      if (id.equals(other)) {
        return true;
      }
    }
    return false;
  }

  /// An offset to commit that is larger than all before.
  long nextOffset(int partition) {
    long offset = attempted.merge(partition, 1L, Long::sum);
    inDoubt.computeIfAbsent(partition, none -> new TreeSet<>()).add(offset);
    return offset;
  }

  /// A commit was acknowledged.
  ///
  /// @param newest [#syncedGeneration] when it was asked for
  void committed(Membership member, int partition, long offset, int newest) {
    accepted(member, newest);
    inDoubt.getOrDefault(partition, Set.of()).remove(offset);
    known.merge(partition, offset, Math::max);
    commits++;
  }

  /// A commit was refused for good. One of which nothing is known may still be carried out, even
  /// after later ones: it may be held up in the network.
  void refused(int partition, long offset) {
    inDoubt.getOrDefault(partition, Set.of()).remove(offset);
  }

  /// Something was done for a member in the name of its generation.
  void accepted(Membership member, int newest) {
    if (member.generation() < newest) {
      throw new InvariantViolation(
          member + " of " + group + " was served though generation " + newest + " was known");
    }
  }

  /// What was acknowledged or told, by partition.
  Map<Integer, Long> known() {
    return new TreeMap<>(known);
  }

  /// @param before [#known] when the question was asked
  void told(Map<Integer, Long> offsets, Map<Integer, Long> before) {
    offsets.forEach((partition, offset) -> {
      long lowest = before.getOrDefault(partition, -1L);
      boolean late = inDoubt.getOrDefault(partition, Set.of()).contains(offset);
      if ((offset < lowest && !late) || offset > attempted.getOrDefault(partition, -1L)) {
        throw new InvariantViolation(
            group
                + " has committed "
                + lowest
                + " of partition "
                + partition
                + ", and was told that it is "
                + offset);
      }
      known.merge(partition, offset, Math::max);
    });
  }

  int commits() {
    return commits;
  }
}
