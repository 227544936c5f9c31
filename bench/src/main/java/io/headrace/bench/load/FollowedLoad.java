package io.headrace.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Produces to a topic at a fixed rate over one connection while some readers follow it, and times
/// each request from when it was due until each of the readers had it.
public final class FollowedLoad implements AutoCloseable {

  private static final long CATCH_UP_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);

  private final ProduceLoad produce;
  private final int recordsEach;
  private final List<TailReader> readers = new ArrayList<>();
  private long endOffset;
  private Round round = new Round(Pace.fromNow(1), 0, new Latencies());

  /// What is under way.
  ///
  /// @param firstOffset of its first request
  private record Round(Pace pace, long firstOffset, Latencies delivery) {}

  /// @param topic that the requests go to; it has to take records already
  public FollowedLoad(int port, String topic, Batch batch, int readerCount) throws IOException {
    OptionalLong last = FirstRecord.offset(port, topic);
    this.endOffset = 1 + last.orElseThrow(() -> new IOException(topic + " takes no records"));
    this.recordsEach = batch.records();
    this.produce = new ProduceLoad(port, 1, ProduceRequests.to(topic, batch));
    try {
      for (int i = 0; i < readerCount; i++) {
        readers.add(new TailReader(produce.wires(), port, topic, endOffset, this::arrived));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// What a round came to.
  ///
  /// @param answers with records, of all readers
  /// @param bytes of these answers
  /// @param delivery from when a request was due until a reader had its records
  public record Outcome(
      ProduceLoad.Outcome produced, long answers, long bytes, long tookNs, Latencies delivery) {

    public double gib() {
      return bytes / (double) (1 << 30);
    }

    public double seconds() {
      return tookNs / 1e9;
    }
  }

  /// A round ends when every reader has everything.
  public Outcome paced(int perSecond, Duration duration) throws IOException {
    readers.forEach(TailReader::beginRound);
    round = new Round(Pace.fromNow(perSecond), endOffset, new Latencies());
    ProduceLoad.Outcome produced = produce.paced(round.pace(), duration);
    endOffset = produced.endOffset();
    long caughtUpByNs = System.nanoTime() + CATCH_UP_WITHIN_NS;
    while (readers.stream().anyMatch(reader -> reader.offset() < endOffset)) {
      if (System.nanoTime() > caughtUpByNs) {
        throw new IOException("the readers did not get everything within a minute");
      }
      produce.wires().await();
    }
    return new Outcome(
        produced,
        readers.stream().mapToLong(TailReader::answers).sum(),
        readers.stream().mapToLong(TailReader::bytes).sum(),
        System.nanoTime() - round.pace().startNs(),
        round.delivery());
  }

  /// One connection gets its offsets in the order of its requests.
  private void arrived(long firstOffset, long endOffset) {
    long nowNs = System.nanoTime();
    long end = (endOffset - round.firstOffset()) / recordsEach;
    for (long i = (firstOffset - round.firstOffset()) / recordsEach; i < end; i++) {
      round.delivery().add(nowNs - round.pace().dueNs(i));
    }
  }

  @Override
  public void close() throws IOException {
    produce.close();
  }
}
