package io.headrace.group.state;

import org.jspecify.annotations.Nullable;

/// A member of a group at rest.
///
/// @param groupInstanceId null for a dynamic member (KIP-345)
/// @param subscription what it said under the chosen protocol
public record MemberMetadata(
    String memberId,
    @Nullable String groupInstanceId,
    String clientId,
    String clientHost,
    int rebalanceTimeoutMs,
    int sessionTimeoutMs,
    Blob subscription,
    Blob assignment) {}
