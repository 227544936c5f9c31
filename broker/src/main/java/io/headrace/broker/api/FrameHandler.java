package io.headrace.broker.api;

/// Serves one of the hot APIs, Produce or Fetch, straight from the frame.
///
/// Runs on: the reactor. It answers through [FrameCall#reply], in this call or later; it never blocks.
@FunctionalInterface
public interface FrameHandler {

  void handle(FrameCall call);
}
