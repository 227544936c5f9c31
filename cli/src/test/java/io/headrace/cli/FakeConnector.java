package io.headrace.cli;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Connector;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Connects to a cluster in memory, and writes down who was asked for and what was sent.
final class FakeConnector implements Connector {

  final FakeCluster cluster = new FakeCluster();
  final List<String> log = new ArrayList<>();

  /// What a source gives.
  final List<Source.Received> stored = new ArrayList<>();

  @Override
  public Cluster cluster(Target target) {
    if (target.bootstrap().equals("explode")) {
      throw new IllegalStateException("boom");
    }
    log.add("to " + target.bootstrap());
    return cluster;
  }

  @Override
  public Sink sink(Target target, Sink.Settings settings) {
    return new Sink() {
      @Override
      public void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        log.add(text(key) + "=" + text(value));
      }

      @Override
      public void rest() {}

      @Override
      public void flush() {
        log.add("flush");
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Source source(Target target, Source.Settings settings) {
    return new FakeSource();
  }

  private final class FakeSource implements Source {
    private int next;

    @Override
    public boolean poll(Visitor visitor) {
      if (next == stored.size()) {
        throw new Failure(Exit.FAILED, "read on for ever", "the test wants no more", "stop");
      }
      while (next < stored.size() && visitor.onRecord(stored.get(next++))) {
        continue;
      }
      return true;
    }

    @Override
    public boolean isAtEnd() {
      return next == stored.size();
    }

    @Override
    public void close() {}
  }

  private static String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? "null" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
