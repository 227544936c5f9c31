package io.headrace.group.classic;

/// Where a group stands.
///
/// ```
///                  a member joins              all joined, or time is up
///          Empty ----------------> Preparing ----------------------------> Completing
///            ^                     Rebalance <---------------------------- Rebalance
///            |  nobody is left     |    ^     a member changed or left        |
///            +---------------------+    |                                     | the leader brought
///            |                          +------------- Stable <---------------+ the assignment
///            v                            a member changed or left
///          Dead (deleted, or nothing is left of it)
/// ```
public enum GroupState {
  EMPTY("Empty"),
  PREPARING_REBALANCE("PreparingRebalance"),
  COMPLETING_REBALANCE("CompletingRebalance"),
  STABLE("Stable"),
  DEAD("Dead");

  private final String displayName;

  GroupState(String displayName) {
    this.displayName = displayName;
  }

  boolean mayBecome(GroupState next) {
    return switch (this) {
      case EMPTY -> next == PREPARING_REBALANCE || next == DEAD;
      case PREPARING_REBALANCE -> next == COMPLETING_REBALANCE || next == EMPTY || next == DEAD;
      case COMPLETING_REBALANCE -> next == STABLE || next == PREPARING_REBALANCE || next == DEAD;
      case STABLE -> next == PREPARING_REBALANCE || next == DEAD;
      case DEAD -> false;
    };
  }

  /// As clients and tools know it.
  @Override
  public String toString() {
    return displayName;
  }
}
