package io.headrace.controller.decision;

/// How a request ended.
public sealed interface Outcome<R> {

  /// It is decided, and in every part of this node.
  record Done<R>(R reply) implements Outcome<R> {}

  /// Nothing was changed, or, where the refusal says so, nothing is known about that.
  record Refused<R>(Refusal refusal) implements Outcome<R> {}
}
