package io.headrace.group.classic;

import io.headrace.group.state.Blob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group as it is shown to people.
///
/// @param protocolName empty unless the group is stable
public record GroupDescription(
    String groupId,
    GroupState state,
    String protocolType,
    String protocolName,
    List<DescribedMember> members) {

  public GroupDescription {
    members = List.copyOf(members);
  }

  /// A member as it is shown.
  ///
  /// @param metadata empty unless the group is stable, like the assignment
  public record DescribedMember(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      Blob metadata,
      Blob assignment) {}
}
