package io.headrace.simulator.client;

/// Where a client works: a partition of a topic.
public record Target(Topic topic, int partition) {
  @Override
  public String toString() {
    return topic.name() + "-" + partition;
  }
}
