package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Reads partition 0 of a topic from its beginning to its end over one connection, and checks that
/// each answer continues where the one before it ended.
public final class FetchLoad implements AutoCloseable {

  private static final int HEAD_ROOM_BYTES = 1 << 20;

  private final Exchange exchange;
  private final int topicBytes;
  private final ByteBuffer fetch;
  private long offset;

  /// @param maxBytes asked for in each request
  public FetchLoad(int port, String topic, int maxBytes) throws IOException {
    this.exchange = new Exchange(port, maxBytes + HEAD_ROOM_BYTES);
    this.topicBytes = topic.length();
    this.fetch = Messages.fetch(topic, maxBytes);
  }

  /// What a round came to.
  public record Outcome(long answers, long bytes, long tookNs) {

    public double gib() {
      return bytes / (double) (1 << 30);
    }

    public double seconds() {
      return tookNs / 1e9;
    }
  }

  /// Again and again from the beginning.
  ///
  /// @param endOffset after the last record; there must be some before it
  public Outcome read(long endOffset, Duration duration) throws IOException {
    long startNs = System.nanoTime();
    long endNs = startNs + duration.toNanos();
    long answers = 0;
    long bytes = 0;
    for (offset = 0; System.nanoTime() < endNs; answers++) {
      bytes += next();
      offset = offset < endOffset ? offset : 0;
    }
    return new Outcome(answers, bytes, System.nanoTime() - startNs);
  }

  /// Once from the beginning to the end.
  public Outcome readThrough(long endOffset) throws IOException {
    long startNs = System.nanoTime();
    long answers = 0;
    long bytes = 0;
    for (offset = 0; offset < endOffset; answers++) {
      bytes += next();
    }
    return new Outcome(answers, bytes, System.nanoTime() - startNs);
  }

  private int next() throws IOException {
    ByteBuffer answer = exchange.ask(Messages.at(offset, fetch));
    long next = FetchAnswer.nextOffset(answer, topicBytes, offset);
    if (next == offset) {
      throw new IOException("an answer without records to Fetch at " + offset);
    }
    offset = next;
    return answer.limit();
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
