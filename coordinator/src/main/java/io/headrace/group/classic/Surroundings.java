package io.headrace.group.classic;

import io.headrace.coordinator.Deadline;
import io.headrace.coordinator.Decision;
import io.headrace.group.state.GroupRecord;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;
import java.util.UUID;

/// What groups of one coordinator share: time, chance, a budget, and the way in which a deadline
/// becomes a decision.
public record Surroundings(
    ClassicConfig config,
    Clock clock,
    Timers timers,
    RandomSource random,
    MemberBudget budget,
    Deciding deciding) {

  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

  /// Makes a decision on one group, unless the coordinator has been closed.
  @FunctionalInterface
  public interface Deciding {
    void decide(String groupId, Decision<GroupRecord> decision);
  }

  Deadline deadline(String groupId, Decision<GroupRecord> decision) {
    return new Deadline(clock, timers, () -> deciding.decide(groupId, decision));
  }

  /// A random UUID.
  UUID nextUuid() {
    return new UUID(
        (random.nextLong() & ~0xF000L) | VERSION_4,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT_2);
  }
}
