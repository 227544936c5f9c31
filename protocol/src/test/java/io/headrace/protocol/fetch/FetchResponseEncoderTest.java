package io.headrace.protocol.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.NodeEndpoint;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.ResponseEncoder;
import io.headrace.protocol.fetch.FetchResponse.AbortedTransaction;
import io.headrace.protocol.fetch.FetchResponse.EpochEnd;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.protocol.fetch.FetchResponse.Redirect;
import io.headrace.protocol.fetch.FetchResponse.TopicData;
import io.headrace.record.BatchBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kafka's generated message as the judge of our own codec.
class FetchResponseEncoderTest {

  private static final ByteBuffer BATCH =
      BatchBuilder.plain().append(1, null, ByteBuffer.allocate(300)).build();

  private final FetchResponseEncoder<ByteBuffer> encoder = new FetchResponseEncoder<>();

  static Stream<Short> versions() {
    return IntStream.rangeClosed(ApiKey.FETCH.lowestVersion(), ApiKey.FETCH.highestVersion())
        .mapToObj(version -> (short) version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void responsesOfEveryVersionAreWhatKafkaWrites(short version) {
    assertThat(joined(partsOf(version, response(version))))
        .isEqualTo(ResponseEncoder.encode(header(version), kafkaResponse(version)));
  }

  @Test
  void recordsAreHandedOnAndNotCopied() {
    List<ByteBuffer> parts = partsOf((short) 17, response((short) 17));

    assertThat(parts).hasSize(5);
    assertThat(parts.get(1)).isSameAs(BATCH);
    assertThat(parts.get(3)).isSameAs(BATCH);
  }

  @Test
  void anAnswerWithoutRecordsIsOnePart() {
    assertThat(partsOf((short) 17, FetchResponse.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND)))
        .hasSize(1);
  }

  @Test
  void manyPartitionsAreCutInTheRightPlaces() {
    List<PartitionData<ByteBuffer>> partitions = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      partitions.add(
          new PartitionData<>(
              i, ErrorCode.NONE, Offsets.UNKNOWN, null, new Records<>(BATCH, BATCH.limit()), null));
    }
    var topic = new TopicData<>("orders", TopicId.ZERO, partitions);
    var response = new FetchResponse<>(0, ErrorCode.NONE, 0, List.of(topic), List.of());

    List<ByteBuffer> parts = partsOf((short) 12, response);

    assertThat(parts).hasSize(201);
    ByteBuffer whole = joined(parts).position(5);
    var read =
        new FetchResponseData(
            new org.apache.kafka.common.protocol.ByteBufferAccessor(whole), (short) 12);
    assertThat(read.responses().getFirst().partitions())
        .hasSize(100)
        .allSatisfy(data -> assertThat(data.records().sizeInBytes()).isEqualTo(BATCH.limit()));
  }

  private List<ByteBuffer> partsOf(short version, FetchResponse<ByteBuffer> response) {
    List<ByteBuffer> parts = new ArrayList<>();
    encoder.encode(
        header(version),
        response,
        new PartSink<>() {
          @Override
          public void bytes(ByteBuffer bytes) {
            parts.add(bytes);
          }

          @Override
          public void records(ByteBuffer source) {
            parts.add(source);
          }
        });
    return parts;
  }

  private static ByteBuffer joined(List<ByteBuffer> parts) {
    var joined = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      joined.writeBytes(bytes);
    }
    return ByteBuffer.wrap(joined.toByteArray());
  }

  private static RequestHeader header(short version) {
    return new RequestHeader(ApiKey.FETCH, version, 4711, "client", 0);
  }

  private static FetchResponse<ByteBuffer> response(short version) {
    var records = new Records<>(BATCH, BATCH.limit());
    var full =
        new PartitionData<>(
            0,
            ErrorCode.NONE,
            new Offsets(10, 9, 1),
            List.of(new AbortedTransaction(5, 6)),
            records,
            new Redirect(3, null, null));
    var second =
        new PartitionData<>(1, ErrorCode.NONE, new Offsets(20, 19, 0), null, records, null);
    var elsewhere =
        new PartitionData<ByteBuffer>(
            2,
            ErrorCode.FENCED_LEADER_EPOCH,
            Offsets.UNKNOWN,
            null,
            null,
            new Redirect(
                -1,
                version >= 12 ? new LeaderHint(4, 8) : null,
                version >= 12 ? new EpochEnd(7, 77) : null));
    return new FetchResponse<>(
        12,
        ErrorCode.NONE,
        34,
        List.of(new TopicData<>("orders", new TopicId(11, 22), List.of(full, second, elsewhere))),
        version >= 16 ? List.of(new NodeEndpoint(4, "b.example", 9092, "rack")) : List.of());
  }

  private static FetchResponseData kafkaResponse(short version) {
    var topic =
        new FetchResponseData.FetchableTopicResponse()
            .setTopic(version >= 13 ? "" : "orders")
            .setTopicId(version >= 13 ? new Uuid(11, 22) : Uuid.ZERO_UUID)
            .setPartitions(kafkaPartitions(version));
    var response = new FetchResponseData().setThrottleTimeMs(12).setResponses(List.of(topic));
    if (version >= 7) {
      response.setSessionId(34);
    }
    if (version >= 16) {
      response
          .nodeEndpoints()
          .add(
              new FetchResponseData.NodeEndpoint()
                  .setNodeId(4)
                  .setHost("b.example")
                  .setPort(9092)
                  .setRack("rack"));
    }
    return response;
  }

  private static List<FetchResponseData.PartitionData> kafkaPartitions(short version) {
    var records = MemoryRecords.readableRecords(BATCH.duplicate());
    var full =
        kafkaPartition(0, ErrorCode.NONE, new Offsets(10, 9, 1))
            .setAbortedTransactions(
                List.of(
                    new FetchResponseData.AbortedTransaction().setProducerId(5).setFirstOffset(6)))
            .setPreferredReadReplica(version >= 11 ? 3 : -1)
            .setRecords(records);
    var second = kafkaPartition(1, ErrorCode.NONE, new Offsets(20, 19, 0)).setRecords(records);
    var elsewhere = kafkaPartition(2, ErrorCode.FENCED_LEADER_EPOCH, Offsets.UNKNOWN);
    if (version >= 12) {
      elsewhere
          .setCurrentLeader(
              new FetchResponseData.LeaderIdAndEpoch().setLeaderId(4).setLeaderEpoch(8))
          .setDivergingEpoch(new FetchResponseData.EpochEndOffset().setEpoch(7).setEndOffset(77));
    }
    return List.of(full, second, elsewhere);
  }

  private static FetchResponseData.PartitionData kafkaPartition(
      int partition, ErrorCode error, Offsets offsets) {
    return new FetchResponseData.PartitionData()
        .setPartitionIndex(partition)
        .setErrorCode(error.code())
        .setHighWatermark(offsets.highWatermark())
        .setLastStableOffset(offsets.lastStableOffset())
        .setLogStartOffset(offsets.logStartOffset())
        .setAbortedTransactions(null)
        .setRecords(MemoryRecords.EMPTY);
  }
}
