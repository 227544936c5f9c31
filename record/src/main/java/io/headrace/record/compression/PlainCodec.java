package io.headrace.record.compression;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes as they are.
final class PlainCodec implements Codec {

  private @Nullable ByteBuffer source;

  PlainCodec(ByteBuffer source) {
    this.source = source.hasRemaining() ? source : null;
  }

  @Override
  public @Nullable ByteBuffer next() {
    ByteBuffer all = source;
    source = null;
    return all;
  }
}
