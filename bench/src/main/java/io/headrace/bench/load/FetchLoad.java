package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Reads partition 0 of a topic from its beginning to its end, again and again over one connection,
/// and checks that each answer continues where the one before it ended.
public final class FetchLoad implements AutoCloseable {

  private static final int BATCH_HEADER_BYTES = 61;
  private static final int HEAD_ROOM_BYTES = 1 << 20;

  private final Exchange exchange;
  private final String topic;
  private final int maxBytes;

  /// @param maxBytes asked for in each request
  public FetchLoad(int port, String topic, int maxBytes) throws IOException {
    this.exchange = new Exchange(port, maxBytes + HEAD_ROOM_BYTES);
    this.topic = topic;
    this.maxBytes = maxBytes;
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

  /// @param endOffset after the last record; there must be some before it
  public Outcome read(long endOffset, Duration duration) throws IOException {
    long startNs = System.nanoTime();
    long endNs = startNs + duration.toNanos();
    long answers = 0;
    long bytes = 0;
    for (long offset = 0; System.nanoTime() < endNs; answers++) {
      ByteBuffer answer = exchange.ask(Messages.fetch(topic, 0, offset, maxBytes));
      bytes += answer.remaining();
      long next = nextOffset(answer, offset);
      offset = next < endOffset ? next : 0;
    }
    return new Outcome(answers, bytes, System.nanoTime() - startNs);
  }

  /// After the last whole batch of an answer to Fetch version 11.
  private long nextOffset(ByteBuffer answer, long askedOffset) throws IOException {
    int partition = 4 + 4 + 2 + 4 + 4 + 2 + topic.length() + 4;
    int error = answer.getShort(partition + 4);
    if (error != 0) {
      throw new IOException("error " + error + " in an answer to Fetch at " + askedOffset);
    }
    int aborted = answer.getInt(partition + 6 + 24);
    int records = partition + 6 + 24 + 4 + Math.max(aborted, 0) * 16 + 4;
    int at = records + 4;
    int end = at + answer.getInt(records);
    long next = -1;
    while (end - at >= BATCH_HEADER_BYTES && end - at >= 12 + answer.getInt(at + 8)) {
      long first = answer.getLong(at);
      if (first != next && (next >= 0 || first > askedOffset)) {
        throw new IOException("a batch at " + first + " in an answer to Fetch at " + askedOffset);
      }
      next = first + answer.getInt(at + 23) + 1;
      at += 12 + answer.getInt(at + 8);
    }
    if (next < 0) {
      throw new IOException("an answer without records to Fetch at " + askedOffset);
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
