package io.headrace.group.classic;

import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a join: a place in a generation, or why not.
///
/// @param members everyone, for the leader to assign to; empty for the others
/// @param skipAssignment the leader must not assign (KIP-814)
public record JoinAnswer(
    ErrorCode error,
    int generation,
    @Nullable String protocolType,
    @Nullable String protocolName,
    String leaderId,
    String memberId,
    boolean skipAssignment,
    List<JoinedMember> members) {

  public static final int NO_GENERATION = -1;

  public JoinAnswer {
    members = List.copyOf(members);
  }

  public record JoinedMember(String memberId, @Nullable String groupInstanceId, Blob metadata) {}

  static JoinAnswer refused(ErrorCode error, String memberId) {
    return new JoinAnswer(error, NO_GENERATION, null, null, "", memberId, false, List.of());
  }
}
