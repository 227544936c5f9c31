package io.headrace.group.classic;

import org.jspecify.annotations.Nullable;

/// How a request names the member it comes from.
///
/// @param memberId empty if it has none yet
/// @param groupInstanceId null for a dynamic member
public record MemberRef(String memberId, @Nullable String groupInstanceId) {

  public static final MemberRef UNKNOWN = new MemberRef("", null);

  public boolean hasMemberId() {
    return !memberId.isEmpty();
  }
}
