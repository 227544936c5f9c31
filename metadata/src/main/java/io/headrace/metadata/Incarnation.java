package io.headrace.metadata;

/// One life of a broker's process: 128 random bits drawn at its start.
public record Incarnation(long mostSignificantBits, long leastSignificantBits) {}
