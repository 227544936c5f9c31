package io.headrace.broker.api.admin;

/// What a client may do, as Kafka tells it in a set of bits: without an authorizer, everything that
/// can be done with the resource.
final class Authorized {

  /// Stands for *not asked for*.
  static final int NOT_TOLD = Integer.MIN_VALUE;

  /// Read, write, create, delete, alter, describe, describe configs, alter configs.
  static final int TOPIC = 3576;

  /// Create, alter, describe, cluster action, describe and alter configs, idempotent write, and so
  /// on.
  static final int CLUSTER = 8096;

  private Authorized() {}
}
