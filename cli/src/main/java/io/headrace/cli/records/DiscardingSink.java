package io.headrace.cli.records;

import io.headrace.cli.cluster.Sink;
import org.jspecify.annotations.Nullable;

/// Where `produce --dry-run` writes to.
final class DiscardingSink implements Sink {

  @Override
  public void send(byte @Nullable [] key, byte @Nullable [] value) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
