package io.headrace.simulator.client;

import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/// Fetches from one partition, in any version of the protocol that is served, and takes the batches
/// apart.
public final class Fetching {
  private static final int MAX_BYTES = 100_000;
  private static final int FIRST_VERSION = 5;
  private static final int LAST_VERSION = 17;
  private static final int FIRST_AT_FOLLOWERS = 11;
  private static final int FIRST_WITH_TOPIC_IDS = 13;
  private static final int UNKNOWN_EPOCH = -1;

  private final SimulatedClient client;
  private final Target target;
  private final int leaderEpoch;
  private final @Nullable FetchSession session;

  public Fetching(SimulatedClient client, Target target) {
    this(client, target, UNKNOWN_EPOCH, null);
  }

  /// @param leaderEpoch under which the client knows the partition to be led
  /// @param session in which it fetches; null for none
  public Fetching(
      SimulatedClient client, Target target, int leaderEpoch, @Nullable FetchSession session) {
    this.client = client;
    this.target = target;
    this.leaderEpoch = leaderEpoch;
    this.session = session;
  }

  /// A record and where it stands.
  public record Found(long offset, Payload payload) {}

  /// What came of a fetch.
  ///
  /// @param nextOffset where the next fetch goes on: after the last whole batch that was sound
  /// @param damaged whether what comes there has a wrong checksum
  public record Answer(
      Errors error,
      long highWatermark,
      long startOffset,
      List<Found> records,
      long nextOffset,
      boolean damaged) {}

  /// Asks for what is at `offset` and after; `then` gets null if there was no answer.
  public void from(long offset, Consumer<@Nullable Answer> then) {
    ask(FIRST_VERSION, offset, then);
  }

  /// As [#from], at a node that may be a follower (KIP-392): it hears which epoch the client knows.
  public void atFollowerFrom(long offset, Consumer<@Nullable Answer> then) {
    ask(FIRST_AT_FOLLOWERS, offset, then);
  }

  /// As [#from], by the topic's id and not by its name.
  public void byId(long offset, Consumer<@Nullable Answer> then) {
    ask(FIRST_WITH_TOPIC_IDS, offset, then);
  }

  private void ask(int firstVersion, long offset, Consumer<@Nullable Answer> then) {
    int drawn = firstVersion + client.random().nextInt(LAST_VERSION - firstVersion + 1);
    int version = session == null ? drawn : session.version(drawn);
    FetchRequestData request = request(offset, version);
    if (session != null) {
      session.apply(request, offset, leaderEpoch);
    }
    client.ask(
        ApiKeys.FETCH,
        version,
        request,
        FetchResponseData.class,
        answer -> {
          FetchResponseData.PartitionData told = told(answer);
          then.accept(told == null ? null : taken(offset, told));
        });
  }

  private FetchResponseData.@Nullable PartitionData told(@Nullable FetchResponseData answer) {
    if (session != null) {
      return session.onAnswer(answer);
    }
    return answer == null || answer.errorCode() != 0
        ? null
        : answer.responses().getFirst().partitions().getFirst();
  }

  private FetchRequestData request(long from, int version) {
    var topic = new FetchRequestData.FetchTopic();
    if (version >= FIRST_WITH_TOPIC_IDS) {
      topic.setTopicId(target.topic().id());
    } else {
      topic.setTopic(target.topic().name());
    }
    return new FetchRequestData()
        .setMaxWaitMs(client.random().nextInt(500))
        .setMinBytes(1)
        .setMaxBytes(MAX_BYTES)
        .setSessionId(0)
        .setSessionEpoch(-1)
        .setTopics(
            new ArrayList<>(
                List.of(
                    topic.setPartitions(
                        List.of(
                            new FetchRequestData.FetchPartition()
                                .setPartition(target.partition())
                                .setCurrentLeaderEpoch(leaderEpoch)
                                .setFetchOffset(from)
                                .setPartitionMaxBytes(MAX_BYTES))))));
  }

  private Answer taken(long from, FetchResponseData.PartitionData data) {
    ByteBuffer bytes =
        data.records() instanceof MemoryRecords records
            ? records.buffer().duplicate()
            : ByteBuffer.allocate(0);
    List<Found> found = new ArrayList<>();
    long next = from;
    boolean damaged = false;
    for (int at = bytes.position(); at < bytes.limit() && !damaged; ) {
      int size = RecordBatch.sizeAt(bytes, at);
      if (size <= 0 || at + size > bytes.limit()) {
        break;
      }
      RecordBatch batch = RecordBatch.at(bytes, at);
      if (batch.crcMatches()) {
        next = Math.max(next, batch.nextOffset());
        take(batch, from, found);
        at += size;
      } else {
        damaged = true;
      }
    }
    if (data.errorCode() == 0 && data.lastStableOffset() != data.highWatermark()) {
      throw new InvariantViolation(
          "%s has no transactions, a high watermark of %d and a last stable offset of %d"
              .formatted(target, data.highWatermark(), data.lastStableOffset()));
    }
    return new Answer(
        Errors.forCode(data.errorCode()),
        data.highWatermark(),
        data.logStartOffset(),
        found,
        next,
        damaged);
  }

  private void take(RecordBatch batch, long from, List<Found> found) {
    try (RecordCursor record = RecordCursor.over(batch, Integer.MAX_VALUE)) {
      while (record.next()) {
        if (record.offset() >= from) {
          var payload =
              new Payload(
                  Payload.text(record.key()), Payload.text(record.value()), record.timestamp());
          found.add(new Found(record.offset(), payload));
        }
      }
    } catch (DamagedBatchException e) {
      throw new InvariantViolation("a batch of " + target + " with a good checksum is damaged", e);
    }
  }
}
