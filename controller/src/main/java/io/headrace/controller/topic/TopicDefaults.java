package io.headrace.controller.topic;

/// What a topic gets where nothing is asked for: `num.partitions` and `default.replication.factor`.
public record TopicDefaults(int partitions, int replicationFactor) {}
