package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.DamagedDataException;
import io.headrace.log.TimestampedOffset;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.DamagedBatchException;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.jspecify.annotations.Nullable;

/// ListOffsets: offsets by time, and by the names of times that are negative numbers.
///
/// Consumers are told of nothing above the high watermark, since it may not last; and of no end at
/// all while a new leader does not know yet how far they may have read (KIP-207).
public final class ListOffsetsHandler
    implements ApiHandler<ListOffsetsRequestData, ListOffsetsResponseData> {

  /// The negative timestamps, each with the first version that may ask for it.
  private enum Special {
    LATEST(-1, 1),
    EARLIEST(-2, 1),
    MAX_TIMESTAMP(-3, 7),
    EARLIEST_LOCAL(-4, 8),
    LATEST_TIERED(-5, 9),
    EARLIEST_PENDING_UPLOAD(-6, 11);

    private final long timestamp;
    private final int firstVersion;

    Special(long timestamp, int firstVersion) {
      this.timestamp = timestamp;
      this.firstVersion = firstVersion;
    }

    static @Nullable Special of(long timestamp, short version) {
      for (Special special : values()) {
        if (special.timestamp == timestamp && version >= special.firstVersion) {
          return special;
        }
      }
      return null;
    }
  }

  private static final int READ_COMMITTED = 1;
  private static final TimestampedOffset NONE = new TimestampedOffset(-1, -1, -1);

  /// Older clients do not know that an offset may be unavailable for a moment.
  private static final short FIRST_WITH_NOT_AVAILABLE = 5;

  /// Older answers have no room for a leader epoch.
  private static final short FIRST_WITH_EPOCH = 4;

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;

  public ListOffsetsHandler(Supplier<ClusterImage> image, Partitions partitions) {
    this.image = image;
    this.partitions = partitions;
  }

  @Override
  public void handle(ApiCall<ListOffsetsRequestData, ListOffsetsResponseData> call) {
    ListOffsetsRequestData request = call.request();
    boolean committedOnly = request.isolationLevel() == READ_COMMITTED;
    var asker =
        new OffsetAsker(
            request.replicaId(),
            committedOnly ? OffsetAsker.Reads.COMMITTED : OffsetAsker.Reads.ALL);
    var answer = new ListOffsetsResponseData();
    for (ListOffsetsTopic topic : request.topics()) {
      if (topic.partitions().isEmpty()) {
        continue;
      }
      Map<Integer, ListOffsetsPartitionResponse> byNumber = new LinkedHashMap<>();
      for (ListOffsetsPartition each : topic.partitions()) {
        byNumber.put(
            each.partitionIndex(),
            byNumber.containsKey(each.partitionIndex())
                ? refused(each, ErrorCode.INVALID_REQUEST)
                : look(topic.name(), each, call.version(), asker));
      }
      answer
          .topics()
          .add(
              new ListOffsetsTopicResponse()
                  .setName(topic.name())
                  .setPartitions(List.copyOf(byNumber.values())));
    }
    call.reply(answer);
  }

  private ListOffsetsPartitionResponse look(
      String name, ListOffsetsPartition wanted, short version, OffsetAsker asker) {
    Special special = Special.of(wanted.timestamp(), version);
    if (wanted.timestamp() < 0 && special == null) {
      return refused(wanted, ErrorCode.UNSUPPORTED_VERSION);
    }
    TopicImage topic = image.get().topic(name);
    ReadablePartition partition = asker.find(partitions, topic, wanted.partitionIndex());
    if (partition == null) {
      return refused(wanted, partitions.errorFor(topic, wanted.partitionIndex()));
    }
    ErrorCode epochError = partition.epochError(wanted.currentLeaderEpoch());
    if (epochError != ErrorCode.NONE) {
      return refused(wanted, epochError);
    }
    try {
      long end = asker.endOf(partition);
      TimestampedOffset found =
          special == null
              ? partition.log().firstAtOrAfter(wanted.timestamp(), end)
              : find(special, partition, end);
      TimestampedOffset told = found == null || found.offset() > end ? NONE : found;
      if (mayGrow(special, told) && asker.maySeeLess(partition)) {
        return refused(
            wanted,
            version < FIRST_WITH_NOT_AVAILABLE
                ? ErrorCode.LEADER_NOT_AVAILABLE
                : ErrorCode.OFFSET_NOT_AVAILABLE);
      }
      var answer =
          new ListOffsetsPartitionResponse()
              .setPartitionIndex(wanted.partitionIndex())
              .setTimestamp(told.timestampMs())
              .setOffset(told.offset());
      return version < FIRST_WITH_EPOCH ? answer : answer.setLeaderEpoch(told.leaderEpoch());
    } catch (DamagedDataException | DamagedBatchException e) {
      return refused(wanted, ErrorCode.CORRUPT_MESSAGE);
    } catch (IOException e) {
      return refused(wanted, ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  /// Whether the answer may be another one once more is known to be committed.
  private static boolean mayGrow(@Nullable Special special, TimestampedOffset told) {
    return special == Special.LATEST
        || (told == NONE && (special == null || special == Special.MAX_TIMESTAMP));
  }

  private static @Nullable TimestampedOffset find(
      Special special, ReadablePartition partition, long end) throws IOException {
    return switch (special) {
      case LATEST -> new TimestampedOffset(-1, end, partition.leaderEpoch());
      case EARLIEST, EARLIEST_LOCAL -> {
        long start = partition.log().startOffset();
        yield new TimestampedOffset(-1, start, partition.log().leaderEpochs().at(start));
      }
      case MAX_TIMESTAMP -> {
        TimestampedOffset largest = partition.log().maxTimestamp();
        yield largest != null && largest.offset() >= end ? null : largest;
      }
      // There is no tiered storage yet, so no offset has moved or waits to.
      case LATEST_TIERED, EARLIEST_PENDING_UPLOAD -> null;
    };
  }

  private static ListOffsetsPartitionResponse refused(
      ListOffsetsPartition wanted, ErrorCode error) {
    return new ListOffsetsPartitionResponse()
        .setPartitionIndex(wanted.partitionIndex())
        .setErrorCode(error.code());
  }
}
