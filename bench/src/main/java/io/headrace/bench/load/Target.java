package io.headrace.bench.load;

/// A partition to write to.
public record Target(String topic, int partition) {}
