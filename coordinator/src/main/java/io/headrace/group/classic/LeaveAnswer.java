package io.headrace.group.classic;

import io.headrace.protocol.ErrorCode;
import java.util.List;

/// What became of each member that was to leave, in the order of the request.
public record LeaveAnswer(List<Left> members) {

  public LeaveAnswer {
    members = List.copyOf(members);
  }

  public record Left(MemberRef member, ErrorCode error) {}
}
