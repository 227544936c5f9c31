package io.headrace.group.classic;

import java.util.List;

/// A member wants to be part of the next generation.
///
/// @param protocols in the order of its preference
public record JoinRequest(
    String groupId,
    MemberRef member,
    Client client,
    Timeouts timeouts,
    String protocolType,
    List<Protocol> protocols,
    Abilities abilities) {

  public JoinRequest {
    protocols = List.copyOf(protocols);
  }

  public record Client(String id, String host) {}

  /// How patient the group is with a member.
  ///
  /// @param sessionMs without a sign of life for so long, it is out
  /// @param rebalanceMs how long the others wait for it to rejoin
  public record Timeouts(int sessionMs, int rebalanceMs) {}

  /// What the version of the request lets the client understand.
  ///
  /// @param comesBackWithId it takes MEMBER_ID_REQUIRED as an invitation (KIP-394)
  /// @param skipsAssignment a leader that was replaced can be told to leave the assignment alone
  ///   (KIP-814)
  public record Abilities(boolean comesBackWithId, boolean skipsAssignment) {}
}
