package io.headrace.group.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group at rest, as it survives a restart.
///
/// @param protocolType `consumer` for consumers; empty for a group that never had a member
/// @param generation grows with every rebalance
/// @param protocolName the assignor, null without members
/// @param leaderId who computed the assignment, null without members
/// @param stateTimestampMs when it came to this state
public record GroupMetadata(
    String protocolType,
    int generation,
    @Nullable String protocolName,
    @Nullable String leaderId,
    long stateTimestampMs,
    List<MemberMetadata> members) {

  public GroupMetadata {
    members = List.copyOf(members);
  }
}
