package io.headrace.broker;

import static io.headrace.broker.api.ApiRow.MemoryEstimate.OBJECTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Produce and Fetch on a whole node, in the words of the protocol.
class ProduceAndFetchTest {

  private TestNode node;

  @BeforeEach
  void startANode() throws Exception {
    node = TestNode.with(Map.of());
    node.createTopic("orders", 2, Map.of());
  }

  private static ByteBuffer batch(String... values) {
    var builder = BatchBuilder.plain();
    for (String value : values) {
      builder.append(1_767_225_600_000L, null, ByteBuffer.wrap(value.getBytes(UTF_8)));
    }
    return builder.build();
  }

  private PartitionProduceResponse produce(ProduceRequestData request, int version) {
    return node.ask(request, version, new ProduceResponseData())
        .responses()
        .iterator()
        .next()
        .partitionResponses()
        .getFirst();
  }

  private PartitionProduceResponse produce(String topic, int partition, ByteBuffer batch) {
    return produce(TestNode.produceRequest(topic, partition, batch), 12);
  }

  private static Errors error(short code) {
    return Errors.forCode(code);
  }

  private Uuid topicId(String topic) {
    var id = node.node.image().topic(topic).id();
    return new Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }

  private static FetchRequestData fetchRequest(int sessionId, int epoch, int maxWaitMs) {
    return new FetchRequestData()
        .setMaxWaitMs(maxWaitMs)
        .setMinBytes(1)
        .setMaxBytes(1 << 20)
        .setSessionId(sessionId)
        .setSessionEpoch(epoch);
  }

  private static FetchTopic wanted(String topic, Uuid id, int partition, long offset) {
    var wanted = new FetchTopic().setTopic(topic).setTopicId(id);
    wanted
        .partitions()
        .add(
            new FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1 << 20));
    return wanted;
  }

  private FetchResponseData fetch(FetchRequestData request) {
    return node.ask(request, 18, new FetchResponseData());
  }

  private static List<String> values(FetchResponseData.PartitionData partition) {
    var values = new ArrayList<String>();
    for (Record record : ((MemoryRecords) partition.records()).records()) {
      values.add(UTF_8.decode(record.value()).toString());
    }
    return values;
  }

  @Test
  void whatWasProducedIsFetched() {
    assertThat(produce("orders", 0, batch("a", "b")).baseOffset()).isZero();
    assertThat(produce("orders", 0, batch("c")).baseOffset()).isEqualTo(2);

    var request = fetchRequest(0, -1, 500);
    request.topics().add(wanted("", topicId("orders"), 0, 1));
    var partition = fetch(request).responses().getFirst().partitions().getFirst();

    assertThat(values(partition)).containsExactly("a", "b", "c");
    assertThat(partition.highWatermark()).isEqualTo(3);
  }

  @Test
  void everyVersionOfFetchReadsTheSame() {
    produce("orders", 0, batch("a", "b"));
    for (int version = 4; version <= 18; version++) {
      var request = fetchRequest(0, -1, 500);
      request
          .topics()
          .add(
              version < 13
                  ? wanted("orders", Uuid.ZERO_UUID, 0, 0)
                  : wanted("", topicId("orders"), 0, 0));

      var answer = node.ask(request, version, new FetchResponseData());

      assertThat(values(answer.responses().getFirst().partitions().getFirst()))
          .as("version %d", version)
          .containsExactly("a", "b");
    }
  }

  @Test
  void everyVersionOfProduceStores() {
    for (int version = 3; version <= 13; version++) {
      ProduceRequestData request = TestNode.produceRequest("orders", 1, batch("x"));
      if (version >= 13) {
        request.topicData().iterator().next().setName("").setTopicId(topicId("orders"));
      }

      PartitionProduceResponse answer = produce(request, version);

      assertThat(error(answer.errorCode())).as("version %d", version).isEqualTo(Errors.NONE);
      assertThat(answer.baseOffset()).isEqualTo(version - 3);
    }
  }

  @Test
  void anUnknownTopicIsTold() {
    assertThat(error(produce("none", 0, batch("x")).errorCode()))
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(error(produce("orders", 9, batch("x")).errorCode()))
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    var byId = TestNode.produceRequest("", 0, batch("x"));
    byId.topicData().iterator().next().setTopicId(Uuid.randomUuid());
    assertThat(error(produce(byId, 13).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
  }

  @Test
  void acksThatMeanNothingAreRefused() {
    assertThat(
            error(
                produce(TestNode.produceRequest("orders", 0, batch("x")).setAcks((short) 2), 9)
                    .errorCode()))
        .isEqualTo(Errors.INVALID_REQUIRED_ACKS);
  }

  @Test
  void withoutAcksThereIsNoAnswerButAnErrorClosesTheConnection() {
    TestRequest good =
        node.send(TestNode.produceRequest("orders", 0, batch("x")).setAcks((short) 0), 9);
    TestRequest bad =
        node.send(TestNode.produceRequest("none", 0, batch("x")).setAcks((short) 0), 9);

    node.pass(50);

    assertThat(good.isDone()).isTrue();
    assertThat(good.hasAnswer()).isFalse();
    assertThat(good.closed()).isNull();
    assertThat(bad.closed()).contains("UNKNOWN_TOPIC_OR_PARTITION");
  }

  @Test
  void zstdIsRefusedFromVersionsThatDoNotKnowIt() {
    ByteBuffer zstd =
        BatchBuilder.compressed(CompressionLevel.defaultOf(Compression.ZSTD))
            .append(1_767_225_600_000L, null, ByteBuffer.wrap(new byte[100]))
            .build();

    assertThat(
            error(produce(TestNode.produceRequest("orders", 0, zstd.duplicate()), 6).errorCode()))
        .isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE);
    assertThat(error(produce(TestNode.produceRequest("orders", 0, zstd), 7).errorCode()))
        .isEqualTo(Errors.NONE);
  }

  @Test
  void aPartitionWithoutRecordsIsRefused() {
    assertThat(error(produce(TestNode.produceRequest("orders", 0, null), 9).errorCode()))
        .isEqualTo(Errors.INVALID_RECORD);
  }

  @Test
  void aSessionTellsOnlyWhatIsNew() {
    var first = fetchRequest(0, 0, 0);
    first.topics().add(wanted("", topicId("orders"), 0, 0));
    first.topics().add(wanted("", topicId("orders"), 1, 0));
    FetchResponseData opened = fetch(first);
    assertThat(opened.sessionId()).isPositive();
    assertThat(opened.responses().getFirst().partitions()).hasSize(2);

    produce("orders", 1, batch("news"));
    FetchResponseData news = fetch(fetchRequest(opened.sessionId(), 1, 500));
    FetchResponseData nothing = fetch(fetchRequest(opened.sessionId(), 2, 0));

    assertThat(news.responses().getFirst().partitions())
        .extracting(FetchResponseData.PartitionData::partitionIndex)
        .containsExactly(1);
    assertThat(nothing.responses().getFirst().partitions())
        .as("the offset did not move, so the records come again")
        .hasSize(1);
  }

  @Test
  void aSessionThatIsNotKnownIsTold() {
    assertThat(error(fetch(fetchRequest(42, 1, 0)).errorCode()))
        .isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
  }

  @Test
  void anOffsetBeyondTheLogIsTold() {
    var request = fetchRequest(0, -1, 500);
    request.topics().add(wanted("", topicId("orders"), 0, 5));

    assertThat(error(fetch(request).responses().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
  }

  @Test
  void whoPosesAsAReplicaIsRefused() {
    var request = fetchRequest(0, -1, 500);
    request.setReplicaState(new FetchRequestData.ReplicaState().setReplicaId(2));
    request.topics().add(wanted("", topicId("orders"), 0, 0));

    assertThat(error(fetch(request).errorCode())).isEqualTo(Errors.CLUSTER_AUTHORIZATION_FAILED);
  }

  @Test
  void aFetchWaitsForRecords() {
    var request = fetchRequest(0, -1, 5_000);
    request.topics().add(wanted("", topicId("orders"), 0, 0));
    TestRequest waiting = node.send(request, 18);
    node.pass(1_000);
    assertThat(waiting.isDone()).isFalse();

    produce("orders", 0, batch("late"));
    node.pass(10);

    FetchResponseData answer = waiting.read(new FetchResponseData(), (short) 18);
    assertThat(values(answer.responses().getFirst().partitions().getFirst()))
        .containsExactly("late");
  }

  @Test
  void aTopicMadeAgainIsNotServedUnderItsOldId() {
    Uuid old = topicId("orders");
    var deletion = new DeleteTopicsRequestData().setTimeoutMs(1_000);
    deletion.topics().add(new DeleteTopicState().setName("orders"));
    node.ask(deletion, 6, new DeleteTopicsResponseData());
    node.createTopic("orders", 2, Map.of());

    var request = fetchRequest(0, -1, 0);
    request.topics().add(wanted("", old, 0, 0));
    var answer = fetch(request);

    assertThat(topicId("orders")).isNotEqualTo(old);
    assertThat(error(answer.responses().getFirst().partitions().getFirst().errorCode()))
        .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
  }

  @Test
  void aBatchOfAnOldFormatIsToldSoWhateverItsCodecLooksLike() {
    ByteBuffer old = batch("x");
    old.put(RecordBatch.MAGIC_AT, (byte) 1);
    old.putShort(RecordBatch.ATTRIBUTES_AT, (short) Compression.ZSTD.id());

    assertThat(error(produce(TestNode.produceRequest("orders", 0, old), 6).errorCode()))
        .isEqualTo(Errors.INVALID_RECORD);
  }

  /// Apache Kafka 4.3.1 was asked: what fetches before version 10 cannot read, they get all the
  /// same.
  @Test
  void aTopicOfZstdIsReadInEveryVersion() {
    node.createTopic("dense", 1, Map.of("compression.type", "zstd"));
    produce("dense", 0, batch("x"));
    var request = fetchRequest(0, -1, 0);
    request.topics().add(wanted("dense", Uuid.ZERO_UUID, 0, 0));

    for (int version : new int[] {4, 9, 10}) {
      var answer = node.ask(request, version, new FetchResponseData());
      assertThat(values(answer.responses().getFirst().partitions().getFirst()))
          .containsExactly("x");
    }
  }

  @Test
  void aMistakeAfterReadingLetsGoOfTheFiles() {
    produce("orders", 0, batch("x"));
    var request = fetchRequest(0, -1, 0);
    request.topics().add(wanted("", topicId("orders"), 0, 0));
    var sent =
        new TestRequest(TestNode.frame(request, (short) 18), ApiKeys.FETCH) {
          @Override
          public String listener() {
            throw new ArithmeticException("planted");
          }
        };

    node.send(sent);
    node.pass(10);

    assertThat(sent.closed()).contains("planted");
    assertThat(node.life.openSlices()).isZero();
  }

  @Test
  void parkedFetchesGiveWayToThoseForWhomThereIsNoMemory() {
    var parked = new ArrayList<TestRequest>();
    var request = fetchRequest(0, -1, 60_000).setRackId("r".repeat(30_000));
    request.topics().add(wanted("", topicId("orders"), 0, 0));
    int frameBytes = TestNode.frame(request, (short) 18).remaining();
    while (node.node.requestMemory().left() >= OBJECTS.bytesFor(frameBytes)) {
      parked.add(node.send(request, 18));
      node.pass(1);
    }
    assertThat(parked).noneMatch(TestRequest::isDone);

    TestRequest another = node.send(request, 18);
    node.pass(1);

    assertThat(another.isPostponed()).isTrue();
    assertThat(another.mayComeAgain()).isTrue();
    assertThat(parked.getFirst().hasAnswer()).isTrue();
    assertThat(parked.getLast().isDone()).isFalse();
    node.send(another);
    node.pass(1);
    assertThat(another.isDone()).as("waits for records, as it asked").isFalse();
  }
}
