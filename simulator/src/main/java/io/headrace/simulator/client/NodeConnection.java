package io.headrace.simulator.client;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to a node: a frame in, a frame out.
public interface NodeConnection {

  /// Sends a frame (without its length); `answer` gets the answering frame, or null if the
  /// connection broke before it came. Called exactly once, as an event of the world.
  void send(ByteBuffer frame, Consumer<@Nullable ByteBuffer> answer);
}
