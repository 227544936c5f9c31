package io.headrace.simulator.client;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to a node: a frame in, a frame out.
public interface NodeConnection {

  /// Sends a frame (without its length); `answer` gets the answering frame, or null if the
  /// connection broke before it came. Called exactly once, as an event of the world.
  void send(ByteBuffer frame, Consumer<@Nullable ByteBuffer> answer);

  /// Who answered last is not who should be asked.
  default void onWrongNode() {}

  /// Whether who answered last is who should be asked, by the latest that anybody knows: no client
  /// can tell, but who judges what it was told.
  default boolean isAtCurrentNode() {
    return true;
  }
}
