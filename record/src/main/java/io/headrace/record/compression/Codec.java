package io.headrace.record.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What comes out of the compressed bytes of one batch.
interface Codec {

  /// The next piece, never empty; null behind the last.
  @Nullable ByteBuffer next() throws IOException;

  /// No more pieces are wanted.
  default void end() throws IOException {}
}
