package io.headrace.simulator.workload;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.GroupCalls;
import io.headrace.simulator.client.GroupCalls.Joined;
import io.headrace.simulator.client.GroupCalls.Membership;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// A member of a group: joins, heartbeats, commits; now and then it leaves, or vanishes without a
/// word, comes back as another, and tries to work on as the one it was.
final class GroupMember {
  static final int SESSION_MS = 800;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final GroupCalls calls;
  private final GroupLedger ledger;
  private final Topic topic;
  private final int partitions;
  private final boolean isStatic;
  private Membership self = Membership.NONE;
  private @Nullable Membership former;
  private List<Integer> owned = List.of();
  private boolean stable;
  private boolean settled;

  /// @param instance the name of a static member; null for others
  GroupMember(
      SimulatedClient client,
      GroupLedger ledger,
      String group,
      Topic topic,
      int partitions,
      @Nullable String instance) {
    this.client = client;
    this.random = client.random();
    this.calls = new GroupCalls(client, group, instance, SESSION_MS);
    this.ledger = ledger;
    this.topic = topic;
    this.partitions = partitions;
    this.isStatic = instance != null;
  }

  /// From now on it neither leaves nor vanishes.
  void settle() {
    settled = true;
  }

  /// The generation it belongs to; −1 if to none that is stable as far as it knows.
  int stableGeneration() {
    return stable ? self.generation() : -1;
  }

  List<Integer> owned() {
    return owned;
  }

  void join() {
    stable = false;
    owned = List.of();
    int newest = ledger.syncedGeneration();
    String asked = self.memberId();
    calls.join(
        asked,
        answer -> {
          if (answer == null) {
            client.soon(this::join);
          } else {
            onJoined(answer, asked, newest);
          }
        });
  }

  private void onJoined(Joined answer, String asked, int newest) {
    switch (answer.error()) {
      case NONE -> {
        Membership now = answer.membership();
        if (isStatic && asked.isEmpty() && former != null) {
          ledger.replaced(now.memberId(), former.memberId());
        } else if (client.isAtCurrentNode()) {
          ledger.joined(now, newest);
        }
        self = now;
        sync(answer.members());
      }
      case MEMBER_ID_REQUIRED -> {
        self = new Membership(answer.membership().memberId(), -1);
        join();
      }
      case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> rejoinAsNew();
      case UNKNOWN_SERVER_ERROR, INCONSISTENT_GROUP_PROTOCOL, INVALID_SESSION_TIMEOUT ->
          throw new InvariantViolation(self + " could not join: " + answer.error());
      default -> client.soon(this::join);
    }
  }

  private void rejoinAsNew() {
    if (self.generation() >= 0) {
      former = self;
    }
    self = Membership.NONE;
    client.soon(this::join);
  }

  private void sync(List<String> members) {
    calls.sync(
        self,
        members,
        member -> assignmentOf(members.indexOf(member), members.size()),
        answer -> {
          if (answer == null) {
            client.soon(this::join);
          } else if (answer.error() == Errors.NONE) {
            owned = parse(answer.assignment());
            ledger.synced(self, owned);
            stable = true;
            workSoon();
          } else {
            onRefused(answer.error());
          }
        });
  }

  private String assignmentOf(int member, int members) {
    StringBuilder list = new StringBuilder();
    for (int p = member; p < partitions; p += members) {
      list.append(p).append(' ');
    }
    return list.toString();
  }

  private static List<Integer> parse(String assignment) {
    List<Integer> partitions = new ArrayList<>();
    for (String each : assignment.split(" ", -1)) {
      if (!each.isEmpty()) {
        partitions.add(Integer.parseInt(each));
      }
    }
    return partitions;
  }

  private void workSoon() {
    client.world().after(random.between(10_000_000, SESSION_MS * 200_000L), this::work);
  }

  private void work() {
    int what = random.nextInt(20);
    if (what == 0 && !settled) {
      calls.leave(self, error -> rejoinAsNew());
    } else if (what == 1 && !settled) {
      vanish();
    } else if (what <= 9 && !owned.isEmpty()) {
      commit(self, owned.get(random.nextInt(owned.size())), this::onServed);
    } else {
      heartbeat();
    }
  }

  private void heartbeat() {
    int newest = ledger.syncedGeneration();
    calls.heartbeat(
        self,
        error -> {
          if (error == Errors.NONE && client.isAtCurrentNode()) {
            ledger.accepted(self, newest);
          }
          onServed(error);
        });
  }

  private void commit(
      Membership as, int partition, java.util.function.Consumer<@Nullable Errors> then) {
    long offset = ledger.nextOffset(partition);
    int newest = ledger.syncedGeneration();
    calls.commit(
        as,
        new Target(topic, partition),
        offset,
        error -> {
          if (error == Errors.NONE) {
            ledger.committed(as, partition, offset, newest);
          } else if (isFinal(error)) {
            ledger.refused(partition, offset);
          }
          then.accept(error);
        });
  }

  private static boolean isFinal(@Nullable Errors error) {
    return error == Errors.ILLEGAL_GENERATION
        || error == Errors.UNKNOWN_MEMBER_ID
        || error == Errors.FENCED_INSTANCE_ID
        || error == Errors.REBALANCE_IN_PROGRESS;
  }

  private void onServed(@Nullable Errors error) {
    if (error == null || error == Errors.NONE) {
      workSoon();
    } else {
      onRefused(error);
    }
  }

  private void onRefused(Errors error) {
    switch (error) {
      case REBALANCE_IN_PROGRESS -> join();
      case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> rejoinAsNew();
      case ILLEGAL_GENERATION -> client.soon(this::join);
      case UNKNOWN_SERVER_ERROR, INVALID_GROUP_ID ->
          throw new InvariantViolation(self + " was answered " + error);
      default -> {
        if (stable) {
          workSoon();
        } else {
          client.soon(this::join);
        }
      }
    }
  }

  /// Is silent for a while, perhaps for longer than its session; then somebody else comes in its
  /// place, while what was left of it still tries to commit.
  private void vanish() {
    stable = false;
    Membership zombie = self;
    List<Integer> itsPartitions = owned;
    client
        .world()
        .after(
            random.between(0, 3L * SESSION_MS * 1_000_000),
            () -> {
              rejoinAsNew();
              if (!itsPartitions.isEmpty()) {
                haunt(zombie, itsPartitions.getFirst(), 4);
              }
            });
  }

  private void haunt(Membership zombie, int partition, int times) {
    if (times > 0 && !settled) {
      commit(
          zombie,
          partition,
          error -> client.world().after(200_000_000, () -> haunt(zombie, partition, times - 1)));
    }
  }
}
