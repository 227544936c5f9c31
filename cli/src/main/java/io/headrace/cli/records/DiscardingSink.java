package io.headrace.cli.records;

import io.headrace.cli.cluster.Sink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where `produce --dry-run` writes to.
final class DiscardingSink implements Sink {

  @Override
  public void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {}

  @Override
  public void rest() {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
