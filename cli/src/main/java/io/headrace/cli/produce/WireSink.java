package io.headrace.cli.produce;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.produce.Accumulator.Identity;
import io.headrace.cli.wire.Brokers;
import io.headrace.cli.wire.Refusals;
import io.headrace.cli.wire.TopicLeaders;
import io.headrace.cli.wire.TopicLeaders.Creation;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.RecordHeader;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.jspecify.annotations.Nullable;

/// A producer that keeps order, stops at the first refusal, and then says how far it came.
///
/// Runs on: the main thread, beside its [Sender].
public final class WireSink implements Sink {

  /// How long a topic may take to come into being when the cluster makes it by itself.
  private static final long CREATION_MS = 3000;

  private static final long CREATION_PAUSE_MS = 50;
  private static final long CLOSE_MS = 1000;

  private final Accumulator accumulator;
  private final Partitioner partitioner;
  private final Outbox outbox = new Outbox();
  private final Consumer<Batch> onClosed = this::onClosed;
  private final Thread sender;
  private boolean resting;

  private WireSink(
      Accumulator accumulator, Partitioner partitioner, TopicLeaders leaders, Sender.Terms terms) {
    this.accumulator = accumulator;
    this.partitioner = partitioner;
    this.sender = new Thread(new Sender(outbox, leaders, terms), "sender");
    sender.setDaemon(true);
    sender.start();
  }

  /// @throws Failure if nobody listens there, or the topic does not exist
  public static WireSink open(Target target, Settings settings) {
    Brokers brokers = Brokers.connect(target);
    try {
      var leaders = new TopicLeaders(brokers, settings.topic(), Creation.ALLOWED);
      requireTopic(leaders, target, settings);
      boolean numbered = settings.acks().equals("all");
      var accumulator =
          new Accumulator(
              leaders.partitionCount(),
              compression(settings),
              numbered ? identity(brokers, target, settings.topic()) : Identity.NONE,
              headers(settings));
      var partitioner =
          new Partitioner(leaders.partitionCount(), settings.partition(), new Random());
      long timeoutMs = target.timeout().toMillis();
      var terms =
          new Sender.Terms(
              target.bootstrap(),
              numbered ? -1 : Short.parseShort(settings.acks()),
              numbered ? Sender.MAX_IN_FLIGHT : 1,
              Math.toIntExact(timeoutMs),
              2 * timeoutMs);
      return new WireSink(accumulator, partitioner, leaders, terms);
    } catch (IOException e) {
      brokers.close();
      throw Refusals.lost(e, "write to topic " + settings.topic(), target.bootstrap());
    } catch (Failure e) {
      brokers.close();
      throw e;
    }
  }

  // hot: ProduceVerbBenchmark
  @Override
  public void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    if (resting) {
      resting = false;
      told(outbox::reclaim);
    }
    accumulator.append(
        partitioner.partition(key), System.currentTimeMillis(), key, value, onClosed);
  }

  @Override
  public void rest() {
    resting = true;
    told(() -> outbox.lend(accumulator));
  }

  @Override
  public void flush() {
    told(() -> {
      outbox.reclaim();
      resting = false;
      accumulator.closeAll().forEach(outbox::put);
      outbox.awaitAcknowledged();
    });
  }

  @Override
  public void close() {
    outbox.close();
    try {
      sender.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onClosed(Batch batch) {
    told(() -> outbox.put(batch));
    partitioner.onFull(batch.partition());
  }

  /// Does something that may meet the sender's failure, and adds to that what became of the rest.
  private void told(Runnable action) {
    try {
      action.run();
    } catch (Failure failure) {
      throw new Failure(
          failure.exit(),
          failure.what(),
          failure.why() + "; " + account(),
          failure.next(),
          failure.getCause());
    }
  }

  private String account() {
    long taken = accumulator.recordCount();
    long acknowledged = outbox.acknowledgedRecords();
    long firstMissing = Math.min(outbox.firstWaitingRecord(), accumulator.firstOpenRecord());
    String prefix =
        firstMissing > 1 && firstMissing != Long.MAX_VALUE
            ? ", among them all before record " + firstMissing
            : "";
    return acknowledged
        + " of the "
        + taken
        + " records read were acknowledged"
        + prefix
        + "; of the others some may have been written";
  }

  /// Waits while a topic comes into being.
  private static void requireTopic(TopicLeaders leaders, Target target, Settings settings)
      throws IOException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CREATION_MS);
    ErrorCode error = leaders.refresh();
    while (error.isRetriable() && System.nanoTime() < untilNs) {
      pause();
      error = leaders.refresh();
    }
    if (error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
      throw new Failure(
          Exit.NOT_FOUND,
          "cannot write to topic " + settings.topic(),
          target.bootstrap() + " has no such topic, and did not create it",
          "headrace topic create " + settings.topic());
    }
    if (error != ErrorCode.NONE) {
      throw Refusals.of(error, null, "write to topic " + settings.topic(), target.bootstrap());
    }
    int partitionCount = leaders.partitionCount();
    if (settings.partition().orElse(0) >= partitionCount) {
      throw new Failure(
          Exit.NOT_FOUND,
          "no partition " + settings.partition().getAsInt() + " in topic " + settings.topic(),
          "it has partitions 0 to " + (partitionCount - 1),
          "headrace topic describe " + settings.topic());
    }
  }

  private static Identity identity(Brokers brokers, Target target, String topic)
      throws IOException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CREATION_MS);
    while (true) {
      var question =
          new Brokers.Question<>(
              ApiKey.INIT_PRODUCER_ID,
              0,
              4,
              new InitProducerIdRequestData()
                  .setTransactionalId(null)
                  .setTransactionTimeoutMs(Integer.MAX_VALUE),
              new InitProducerIdResponseData());
      InitProducerIdResponseData answer = brokers.ask(question);
      ErrorCode error = ErrorCode.ofCode(answer.errorCode());
      if (error == ErrorCode.NONE) {
        return new Identity(answer.producerId(), answer.producerEpoch());
      }
      if (!error.isRetriable() || System.nanoTime() > untilNs) {
        throw Refusals.of(error, null, "write to topic " + topic, target.bootstrap());
      }
      pause();
    }
  }

  private static CompressionLevel compression(Settings settings) {
    return CompressionLevel.defaultOf(
        Compression.ofConfigValue(settings.compression()).orElseThrow());
  }

  private static List<RecordHeader> headers(Settings settings) {
    var headers = new ArrayList<RecordHeader>();
    for (Header header : settings.headers()) {
      headers.add(RecordHeader.of(header.key(), ByteBuffer.wrap(header.value())));
    }
    return headers;
  }

  private static void pause() {
    try {
      Thread.sleep(CREATION_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the cluster", e);
    }
  }
}
