package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Many partitions of some topics, made and used one after the other over one connection.
///
/// No topic has more than a thousand: Kafka takes no request for much more than ten times that.
public final class ManyPartitions implements AutoCloseable {

  private static final int PER_TOPIC = 1_000;
  private static final int VALUE_BYTES = 100;
  private static final int ANSWER_BYTES = 64 << 10;
  private static final long TRY_AGAIN_NS = 1_000_000;

  private final int count;
  private final Exchange exchange;

  public ManyPartitions(int port, int count) throws IOException {
    this.count = count;
    this.exchange = new Exchange(port, ANSWER_BYTES);
  }

  /// Makes the topics. Some brokers answer before the last partition can be used.
  public void create() throws IOException {
    for (int i = 0; i * PER_TOPIC < count; i++) {
      int partitions = Math.min(PER_TOPIC, count - i * PER_TOPIC);
      ByteBuffer answer = exchange.ask(Messages.createTopic(topic(i), partitions));
      int error = answer.getShort(Integer.BYTES * 3 + Short.BYTES + topic(i).length());
      if (error != 0) {
        throw new IOException("error " + error + " when topic " + topic(i) + " was to be made");
      }
    }
  }

  /// Writes one record to each partition, as soon as it is there.
  ///
  /// @param offset that each has to get
  public void writeToEach(long offset) throws IOException {
    for (ByteBuffer request : requests().packets()) {
      ProduceAnswer answer = ProduceAnswer.of(exchange.ask(request.rewind()));
      while (answer.isTooEarly()) {
        LockSupport.parkNanos(TRY_AGAIN_NS);
        answer = ProduceAnswer.of(exchange.ask(request.rewind()));
      }
      if (!answer.isAcknowledged() || answer.firstOffset() != offset) {
        throw new IOException(
            "%s where a record should have got offset %d".formatted(answer, offset));
      }
    }
  }

  /// A record to each in turn.
  public ProduceRequests requests() {
    List<Target> targets =
        IntStream.range(0, count)
            .mapToObj(i -> new Target(topic(i / PER_TOPIC), i % PER_TOPIC))
            .toList();
    return ProduceRequests.toEach(targets, Batch.ofBytes(1, VALUE_BYTES));
  }

  private String topic(int index) {
    return "parts-%d-%d".formatted(count, index);
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
