package io.headrace.simulator.client;

import org.apache.kafka.common.Uuid;

/// A topic as a client knows it. One that was deleted and made again is another topic of the same
/// name.
public record Topic(String name, Uuid id) {}
