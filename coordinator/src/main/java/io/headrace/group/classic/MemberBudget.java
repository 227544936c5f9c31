package io.headrace.group.classic;

/// How much the members of all groups of this node may take together, pending ones included. When
/// it is spent, newcomers are refused with GROUP_MAX_SIZE_REACHED and members stay.
public final class MemberBudget {

  private final int maxMembers;
  private final long maxBytes;
  private int members;
  private long bytes;

  public MemberBudget(int maxMembers, long maxBytes) {
    this.maxMembers = maxMembers;
    this.maxBytes = maxBytes;
  }

  boolean has(long moreBytes) {
    return members < maxMembers && bytes + moreBytes <= maxBytes;
  }

  void take(long memberBytes) {
    members++;
    bytes += memberBytes;
  }

  void giveBack(long memberBytes) {
    members--;
    bytes -= memberBytes;
  }
}
