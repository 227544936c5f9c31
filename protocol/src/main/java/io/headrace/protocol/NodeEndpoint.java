package io.headrace.protocol;

import org.jspecify.annotations.Nullable;

/// How a broker that a [LeaderHint] names is reached (KIP-951).
public record NodeEndpoint(int nodeId, String host, int port, @Nullable String rack) {}
