package io.headrace.cli.cluster;

/// A header of a record. An absent value is an empty one.
public record Header(String key, byte[] value) {}
