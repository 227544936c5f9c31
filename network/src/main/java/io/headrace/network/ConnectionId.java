package io.headrace.network;

/// One connection of one process lifetime.
public record ConnectionId(long value) {}
