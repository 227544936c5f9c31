package io.headrace.protocol.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.NodeEndpoint;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.ResponseEncoder;
import io.headrace.protocol.produce.ProduceRequest.PartitionRecords;
import io.headrace.protocol.produce.ProduceRequest.TopicRecords;
import io.headrace.protocol.produce.ProduceResponse.Failure;
import io.headrace.protocol.produce.ProduceResponse.PartitionResult;
import io.headrace.protocol.produce.ProduceResponse.RecordError;
import io.headrace.protocol.produce.ProduceResponse.TopicResult;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchDefect;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Kafka's generated messages as the judge of our own codecs.
class ProduceCodecTest {

  private static final TopicId TOPIC_ID = new TopicId(11, 22);
  private static final Uuid KAFKA_TOPIC_ID = new Uuid(11, 22);

  private final ProduceResponseEncoder encoder = new ProduceResponseEncoder();

  static Stream<Short> versions() {
    return IntStream.rangeClosed(ApiKey.PRODUCE.lowestVersion(), ApiKey.PRODUCE.highestVersion())
        .mapToObj(version -> (short) version);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void requestsOfEveryVersionAreReadWithoutCopyingRecords(short version) {
    ByteBuffer batch = BatchBuilder.plain().append(1, null, ByteBuffer.allocate(50)).build();
    ByteBuffer body =
        MessageUtil.toByteBufferAccessor(kafkaRequest(version, batch), version).buffer();

    var decoding = ProduceRequest.decode(header(version), body);

    boolean byId = version >= 13;
    var topics =
        List.of(
            new TopicRecords(
                byId ? "" : "orders",
                byId ? TOPIC_ID : TopicId.ZERO,
                List.of(new PartitionRecords(7, batch), new PartitionRecords(8, null))));
    assertThat(decoding)
        .isEqualTo(
            new Decoding.Decoded<>(
                new ProduceRequest(version, "transaction", (short) -1, 30_000, topics)));
    ByteBuffer records = recordsOf(decoding);
    records.put(0, (byte) 99);
    assertThat(body.array()).as("the records are a view of the frame").contains((byte) 99);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void requestsThatAreCutAnywhereAreMalformed(short version) {
    ByteBuffer batch = BatchBuilder.plain().append(1, null, null).build();
    ByteBuffer body =
        MessageUtil.toByteBufferAccessor(kafkaRequest(version, batch), version).buffer();
    for (int limit = body.limit() - 1; limit >= 0; limit--) {
      assertThat(ProduceRequest.decode(header(version), body.duplicate().limit(limit)))
          .isInstanceOf(Decoding.Malformed.class);
    }
  }

  @Test
  void bytesBehindTheRequestAreMalformed() {
    ByteBuffer batch = BatchBuilder.plain().append(1, null, null).build();
    ByteBuffer body =
        MessageUtil.toByteBufferAccessor(kafkaRequest((short) 9, batch), (short) 9).buffer();
    ByteBuffer longer = ByteBuffer.allocate(body.limit() + 1).put(body).rewind();

    assertThat(ProduceRequest.decode(header((short) 9), longer))
        .isInstanceOf(Decoding.Malformed.class);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void responsesOfEveryVersionAreWhatKafkaWrites(short version) {
    var failure =
        new Failure(
            "two records",
            List.of(new RecordError(3, "no key"), new RecordError(4, null)),
            version >= 10 ? new LeaderHint(2, 55) : null);
    var response =
        new ProduceResponse(
            List.of(
                new TopicResult(
                    "orders",
                    TOPIC_ID,
                    List.of(
                        new PartitionResult(0, ErrorCode.NONE, 100, 5, 7, null),
                        PartitionResult.failed(1, ErrorCode.INVALID_RECORD, failure)))),
            250,
            version >= 10 ? List.of(new NodeEndpoint(2, "b.example", 9092, null)) : List.of());

    assertThat(encoder.encode(header(version), response))
        .isEqualTo(ResponseEncoder.encode(header(version), kafkaResponse(version)));
  }

  @ParameterizedTest
  @EnumSource(BatchDefect.class)
  void everyDefectHasAnErrorCode(BatchDefect defect) {
    assertThat(BatchErrors.errorFor(defect))
        .isNotIn(ErrorCode.NONE, ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  private static ByteBuffer recordsOf(Decoding<ProduceRequest> decoding) {
    var request = ((Decoding.Decoded<ProduceRequest>) decoding).value();
    ByteBuffer records = request.topics().getFirst().partitions().getFirst().records();
    assertThat(records).isNotNull();
    return records == null ? ByteBuffer.allocate(0) : records;
  }

  private static RequestHeader header(short version) {
    return new RequestHeader(ApiKey.PRODUCE, version, 4711, "client", 0);
  }

  static ProduceRequestData kafkaRequest(short version, ByteBuffer batch) {
    var topic = new ProduceRequestData.TopicProduceData();
    if (version >= 13) {
      topic.setTopicId(KAFKA_TOPIC_ID);
    } else {
      topic.setName("orders");
    }
    topic.setPartitionData(
        List.of(
            new ProduceRequestData.PartitionProduceData()
                .setIndex(7)
                .setRecords(MemoryRecords.readableRecords(batch.duplicate())),
            new ProduceRequestData.PartitionProduceData().setIndex(8).setRecords(null)));
    var topics = new ProduceRequestData.TopicProduceDataCollection();
    topics.add(topic);
    return new ProduceRequestData()
        .setTransactionalId("transaction")
        .setAcks((short) -1)
        .setTimeoutMs(30_000)
        .setTopicData(topics);
  }

  private static ProduceResponseData kafkaResponse(short version) {
    var stored =
        new ProduceResponseData.PartitionProduceResponse()
            .setIndex(0)
            .setBaseOffset(100)
            .setLogAppendTimeMs(5)
            .setLogStartOffset(7);
    var failed =
        new ProduceResponseData.PartitionProduceResponse()
            .setIndex(1)
            .setErrorCode(ErrorCode.INVALID_RECORD.code())
            .setBaseOffset(-1)
            .setLogAppendTimeMs(-1)
            .setLogStartOffset(-1)
            .setErrorMessage("two records")
            .setRecordErrors(
                List.of(
                    new ProduceResponseData.BatchIndexAndErrorMessage()
                        .setBatchIndex(3)
                        .setBatchIndexErrorMessage("no key"),
                    new ProduceResponseData.BatchIndexAndErrorMessage().setBatchIndex(4)));
    var topic =
        new ProduceResponseData.TopicProduceResponse()
            .setName(version >= 13 ? "" : "orders")
            .setTopicId(version >= 13 ? KAFKA_TOPIC_ID : Uuid.ZERO_UUID)
            .setPartitionResponses(List.of(stored, failed));
    var topics = new ProduceResponseData.TopicProduceResponseCollection();
    topics.add(topic);
    var response = new ProduceResponseData().setResponses(topics).setThrottleTimeMs(250);
    if (version >= 10) {
      failed.setCurrentLeader(
          new ProduceResponseData.LeaderIdAndEpoch().setLeaderId(2).setLeaderEpoch(55));
      response
          .nodeEndpoints()
          .add(
              new ProduceResponseData.NodeEndpoint()
                  .setNodeId(2)
                  .setHost("b.example")
                  .setPort(9092));
    }
    return response;
  }
}
