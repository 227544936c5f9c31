package io.headrace.simulator;

import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/// Reads one partition in order, from the beginning, again and again; whatever it gets must agree
/// with all that was ever read or acknowledged there.
final class ReaderClient {
  private static final int MAX_BYTES = 100_000;

  private final SimulatedClient client;
  private final SimulatedRandom random;
  private final History history;
  private final ProducerClient.Target target;
  private final DamageLedger damage;
  private long position;
  private boolean stopped;
  private boolean lastPass;
  private long highWatermark = -1;
  private final Map<History.Slot, String> found = new TreeMap<>();

  ReaderClient(
      SimulatedClient client, History history, ProducerClient.Target target, DamageLedger damage) {
    this.client = client;
    this.random = client.random();
    this.history = history;
    this.target = target;
    this.damage = damage;
  }

  void start() {
    fetch();
  }

  void stop() {
    stopped = true;
  }

  /// Starts over, to read everything once more.
  void rewind() {
    position = 0;
    highWatermark = -1;
    found.clear();
  }

  /// From now on, ends at the end instead of starting over.
  void lastPass() {
    lastPass = true;
  }

  /// Whether everything up to the high watermark has been read since the last [#rewind].
  boolean atEnd() {
    return highWatermark >= 0 && position >= highWatermark;
  }

  /// What was read since the last [#rewind].
  Map<History.Slot, String> found() {
    return found;
  }

  private void fetch() {
    if (stopped) {
      return;
    }
    long from = position;
    client.ask(
        ApiKeys.FETCH,
        4 + random.nextInt(9),
        request(from),
        FetchResponseData.class,
        answer -> {
          if (from == position && answer != null && answer.errorCode() == 0) {
            onPartition(answer.responses().getFirst().partitions().getFirst());
          }
          client.soon(this::fetch);
        });
  }

  private FetchRequestData request(long from) {
    return new FetchRequestData()
        .setReplicaId(-1)
        .setMaxWaitMs(random.nextInt(500))
        .setMinBytes(1)
        .setMaxBytes(MAX_BYTES)
        .setSessionId(0)
        .setSessionEpoch(-1)
        .setTopics(
            List.of(
                new FetchRequestData.FetchTopic()
                    .setTopic(target.topic())
                    .setPartitions(
                        List.of(
                            new FetchRequestData.FetchPartition()
                                .setPartition(target.partition())
                                .setCurrentLeaderEpoch(-1)
                                .setFetchOffset(from)
                                .setPartitionMaxBytes(MAX_BYTES)))));
  }

  private void onPartition(FetchResponseData.PartitionData data) {
    Errors error = Errors.forCode(data.errorCode());
    if (error == Errors.OFFSET_OUT_OF_RANGE) {
      throw new InvariantViolation(
          "a reader of " + target + " had come to " + position + ", which is gone");
    }
    if (error == Errors.CORRUPT_MESSAGE) {
      skip("the node says so");
      return;
    }
    if (error != Errors.NONE) {
      return;
    }
    ByteBuffer bytes =
        data.records() instanceof MemoryRecords records
            ? records.buffer().duplicate()
            : ByteBuffer.allocate(0);
    readBatches(bytes, data.highWatermark());
    if (data.highWatermark() < position) {
      throw new InvariantViolation(
          "the high watermark of "
              + target
              + " is "
              + data.highWatermark()
              + ", but a reader was at "
              + position);
    }
    highWatermark = data.highWatermark();
    if (!lastPass && atEnd() && random.oneIn(4)) {
      rewind();
    }
  }

  private void readBatches(ByteBuffer bytes, long limit) {
    int at = bytes.position();
    while (at < bytes.limit()) {
      int size = RecordBatch.sizeAt(bytes, at);
      if (size <= 0 || at + size > bytes.limit()) {
        return;
      }
      RecordBatch batch = RecordBatch.at(bytes, at);
      if (!batch.crcMatches()) {
        skip("its checksum is wrong");
        return;
      }
      readRecords(batch, limit);
      at += size;
    }
  }

  private void readRecords(RecordBatch batch, long limit) {
    if (batch.baseOffset() > position) {
      throw new InvariantViolation(
          target + " has no record at " + position + ", the next is at " + batch.baseOffset());
    }
    if (batch.lastOffset() >= limit) {
      throw new InvariantViolation(
          target + " showed " + batch.lastOffset() + " above its high watermark " + limit);
    }
    try (RecordCursor record = RecordCursor.over(batch, Integer.MAX_VALUE)) {
      while (record.next()) {
        String value = text(record.value());
        var slot = new History.Slot(target.topic(), target.partition(), record.offset());
        history.read(slot, value);
        found.put(slot, value);
      }
    } catch (DamagedBatchException e) {
      throw new InvariantViolation("a batch of " + target + " with a good checksum is damaged", e);
    }
    position = Math.max(position, batch.nextOffset());
  }

  private void skip(String why) {
    damage.lost(new History.Slot(target.topic(), target.partition(), position), why);
    position++;
  }

  private static String text(@Nullable ByteBuffer value) {
    return value == null ? "" : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }
}
