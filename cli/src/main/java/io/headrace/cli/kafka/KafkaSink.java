package io.headrace.cli.kafka;

import static org.apache.kafka.common.utils.Utils.toNullableArray;

import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A producer for whoever gives settings of a Kafka client, which may ask for TLS or passwords.
/// Keeps order, and stops at the first refusal.
///
/// Runs on: the main thread; acknowledgements arrive on the client's thread.
final class KafkaSink implements Sink {

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int LARGEST_RECORD_BYTES = 256 * 1024 * 1024;
  private static final long BUFFER_BYTES = 16L * 1024 * 1024;
  private static final int LINGER_MS = 5;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Target target;
  private final Settings settings;
  private final @Nullable List<org.apache.kafka.common.header.Header> headers;
  private final Callback callback = (metadata, refusal) -> onAnswer(refusal);
  private @Nullable Integer partition;
  private volatile @Nullable Exception firstRefusal;

  private KafkaSink(KafkaProducer<byte[], byte[]> producer, Target target, Settings settings) {
    this.producer = producer;
    this.target = target;
    this.settings = settings;
    this.partition = settings.partition().isPresent() ? settings.partition().getAsInt() : null;
    this.headers = settings.headers().isEmpty() ? null : headers(settings);
  }

  static Sink open(Target target, Settings settings) {
    Map<String, Object> client = ClientSettings.of(target);
    client.put("acks", settings.acks());
    client.put("compression.type", settings.compression());
    client.put("linger.ms", LINGER_MS);
    client.put("batch.size", BATCH_BYTES);
    client.put("buffer.memory", BUFFER_BYTES);
    // How large a record may be is for the cluster to say.
    client.put("max.request.size", LARGEST_RECORD_BYTES);
    client.put("max.block.ms", target.timeout().toMillis());
    client.put("delivery.timeout.ms", Math.toIntExact(2 * target.timeout().toMillis() + LINGER_MS));
    var serializer = new ByteArraySerializer();
    var sink = new KafkaSink(new KafkaProducer<>(client, serializer, serializer), target, settings);
    try {
      sink.requirePartition();
      return sink;
    } catch (Failure e) {
      sink.close();
      throw e;
    }
  }

  @Override
  public void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    if (firstRefusal != null) {
      flush();
    }
    try {
      producer.send(
          new ProducerRecord<>(
              settings.topic(), partition, toNullableArray(key), toNullableArray(value), headers),
          callback);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /// The client sends by itself what has waited for some milliseconds.
  @Override
  public void rest() {}

  @Override
  public void flush() {
    Exception known = firstRefusal;
    if (known == null) {
      producer.flush();
      known = firstRefusal;
    }
    if (known != null) {
      throw failure(known);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /// Also waits for the metadata, so that a topic that is not there is told before anything is
  /// read.
  private void requirePartition() {
    int partitionCount;
    try {
      partitionCount = producer.partitionsFor(settings.topic()).size();
    } catch (TimeoutException e) {
      throw e.getCause() instanceof UnknownTopicOrPartitionException ? noTopic(e) : failure(e);
    } catch (KafkaException e) {
      throw failure(e);
    }
    if (partition == null && partitionCount == 1) {
      // Saves the client from choosing for every record.
      partition = 0;
    }
    if (partition != null && partition >= partitionCount) {
      throw new Failure(
          Exit.NOT_FOUND,
          "no partition " + partition + " in topic " + settings.topic(),
          "it has partitions 0 to " + (partitionCount - 1),
          "headrace topic describe " + settings.topic());
    }
  }

  private static List<org.apache.kafka.common.header.Header> headers(Settings settings) {
    var headers = new ArrayList<org.apache.kafka.common.header.Header>();
    settings.headers().forEach(each -> headers.add(new RecordHeader(each.key(), each.value())));
    return headers;
  }

  private void onAnswer(@Nullable Exception refusal) {
    if (refusal != null && firstRefusal == null) {
      firstRefusal = refusal;
    }
  }

  private Failure noTopic(Exception cause) {
    return new Failure(
        Exit.NOT_FOUND,
        "cannot write to topic " + settings.topic(),
        target.bootstrap() + " has no such topic, and did not create it",
        "headrace topic create " + settings.topic(),
        cause);
  }

  private Failure failure(Exception cause) {
    return Failures.of(cause, "write to topic " + settings.topic(), target.bootstrap());
  }
}
