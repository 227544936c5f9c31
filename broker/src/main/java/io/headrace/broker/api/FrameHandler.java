package io.headrace.broker.api;

/// Serves one Kafka API straight from the frame: the hot ones, Produce and Fetch, in a way of their
/// own, all others through a [MessageApi].
///
/// Runs on: the reactor. It answers through [FrameCall#reply], in this call or later; it never
/// blocks.
@FunctionalInterface
public interface FrameHandler {

  void handle(FrameCall call);
}
