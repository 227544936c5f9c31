package io.headrace.coordinator;

/// One decision of a coordinator: reads the state, writes what follows from it into the outbox.
@FunctionalInterface
public interface Decision<R> {
  void decide(Outbox<R> out);
}
