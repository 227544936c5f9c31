package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/// Questions about records.
final class WireDataQuestions {

  private static final long TIME_MS = 1_767_225_600_000L;
  private static final int MAGIC_AT = 16;
  private static final int CRC_AT = 17;
  private static final int ATTRIBUTES_AT = 21;
  private static final int LAST_OFFSET_DELTA_AT = 23;
  private static final int COUNT_AT = 57;
  private static final int TIMEOUT_MS = 20_000;

  private static final int CONSUMER = -1;

  /// A tool that debugs, the broker itself, and one that there is not.
  private static final List<Integer> REPLICAS = List.of(-2, 1, 99);

  private WireDataQuestions() {}

  static void ask(WireClient client) {
    Uuid produced = WireTopicQuestions.createTopic(client, "produced", 1);
    inEveryVersion(ApiKeys.PRODUCE, v -> produce(client, v, produced));
    Uuid read = readable(client);
    WireFetchQuestions.ask(client, read);
    inEveryVersion(ApiKeys.LIST_OFFSETS, v -> listOffsets(client, v));
    inEveryVersion(ApiKeys.OFFSET_FOR_LEADER_EPOCH, v -> offsetForLeaderEpoch(client, v));
    inEveryVersion(ApiKeys.DESCRIBE_LOG_DIRS, v -> describeLogDirs(client, v));
    inEveryVersion(ApiKeys.DELETE_RECORDS, v -> deleteRecords(client, v));
    inEveryVersion(ApiKeys.INIT_PRODUCER_ID, v -> initProducerId(client, v));
    inEveryVersion(ApiKeys.DESCRIBE_PRODUCERS, v -> describeProducers(client, v));
  }

  /// Ten records, ten seconds apart, in five batches.
  private static Uuid readable(WireClient client) {
    Uuid id = WireTopicQuestions.createTopic(client, "read", 1);
    for (int i = 0; i < 5; i++) {
      ByteBuffer batch =
          batch(Compression.NONE, TIME_MS + 20_000 * i, TIME_MS + 20_000 * i + 10_000);
      client.ask("fill", ApiKeys.PRODUCE, 12, produceRequest("read", id, 12, 0, batch));
    }
    return id;
  }

  static ByteBuffer batch(Compression compression, long... timestampsMs) {
    var records = new SimpleRecord[timestampsMs.length];
    for (int i = 0; i < records.length; i++) {
      records[i] =
          new SimpleRecord(timestampsMs[i], "key".getBytes(UTF_8), "value".getBytes(UTF_8));
    }
    return MemoryRecords.withRecords(compression, records).buffer();
  }

  static ProduceRequestData produceRequest(
      String topic, Uuid id, int version, int partition, ByteBuffer records) {
    var ofTopic = new TopicProduceData();
    if (version >= 13) {
      ofTopic.setTopicId(id);
    } else {
      ofTopic.setName(topic);
    }
    var data =
        new PartitionProduceData()
            .setIndex(partition)
            .setRecords(MemoryRecords.readableRecords(records));
    ofTopic.partitionData().add(data);
    var request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(TIMEOUT_MS);
    request.topicData().add(ofTopic);
    return request;
  }

  private static ByteBuffer one() {
    return batch(Compression.NONE, TIME_MS);
  }

  private static void produce(WireClient client, int v, Uuid id) {
    Map<String, ByteBuffer> questions = new LinkedHashMap<>();
    questions.put("good", one());
    questions.put("three", batch(Compression.NONE, TIME_MS, TIME_MS + 1, TIME_MS - 1));
    questions.put("gzip", batch(Compression.gzip().build(), TIME_MS));
    questions.put("snappy", batch(Compression.snappy().build(), TIME_MS));
    questions.put("lz4", batch(Compression.lz4().build(), TIME_MS));
    questions.put("zstd", batch(Compression.zstd().build(), TIME_MS));
    questions.put("empty records", ByteBuffer.allocate(0));
    questions.put("bad checksum", one().putInt(CRC_AT, 7));
    questions.put("old format", one().put(MAGIC_AT, (byte) 1));
    questions.put("format from the future", one().put(MAGIC_AT, (byte) 3));
    questions.put("control batch", sealed(one().putShort(ATTRIBUTES_AT, (short) 0x20)));
    questions.put("transactional", sealed(one().putShort(ATTRIBUTES_AT, (short) 0x10)));
    questions.put("unknown codec", sealed(one().putShort(ATTRIBUTES_AT, (short) 7)));
    questions.put("wrong last offset", sealed(one().putInt(LAST_OFFSET_DELTA_AT, 5)));
    questions.put("wrong count", sealed(one().putInt(COUNT_AT, 2)));
    questions.put(
        "two batches", ByteBuffer.allocate(2 * one().limit()).put(one()).put(one()).flip());
    questions.put("far in the future", batch(Compression.NONE, TIME_MS * 2));
    questions.put("long ago", batch(Compression.NONE, 1));
    questions.put("cut short", one().limit(one().limit() - 3));
    questions.put("too large", large());
    questions.forEach((story, records) ->
        client.ask(story, ApiKeys.PRODUCE, v, produceRequest("produced", id, v, 0, records)));
    client.ask("partition", ApiKeys.PRODUCE, v, produceRequest("produced", id, v, 9, one()));
    client.ask(
        "negative partition", ApiKeys.PRODUCE, v, produceRequest("produced", id, v, -1, one()));
    var nowhere = produceRequest("nowhere", new Uuid(5, 5), v, 0, one());
    client.ask("topic", ApiKeys.PRODUCE, v, nowhere);
    var badName = produceRequest("a b", Uuid.ZERO_UUID, v, 0, one());
    client.ask("bad topic", ApiKeys.PRODUCE, v, badName);
    var oddAcks = produceRequest("produced", id, v, 0, one()).setAcks((short) 2);
    client.ask("two acknowledgements", ApiKeys.PRODUCE, v, oddAcks);
    var leader = produceRequest("produced", id, v, 0, one()).setAcks((short) 1);
    client.ask("of the leader", ApiKeys.PRODUCE, v, leader);
    client.ask("nothing", ApiKeys.PRODUCE, v, new ProduceRequestData().setAcks((short) -1));
  }

  private static ByteBuffer large() {
    var record = new SimpleRecord(TIME_MS, null, new byte[1_100_000]);
    return MemoryRecords.withRecords(Compression.NONE, record).buffer();
  }

  /// A batch whose checksum is right though its header was changed.
  private static ByteBuffer sealed(ByteBuffer batch) {
    var checksum = new java.util.zip.CRC32C();
    checksum.update(batch.slice(ATTRIBUTES_AT, batch.limit() - ATTRIBUTES_AT));
    return batch.putInt(CRC_AT, (int) checksum.getValue());
  }

  private static void listOffsets(WireClient client, int v) {
    long[] timestamps = {
      -1, -2, -3, -4, -5, -6, -7, 0, TIME_MS, TIME_MS + 15_000, TIME_MS + 90_000, TIME_MS * 2
    };
    for (long timestamp : timestamps) {
      listOffsets(client, v, "at " + timestamp, "read", partition(0, timestamp));
    }
    listOffsets(client, v, "topic", "nowhere", partition(0, -1));
    listOffsets(client, v, "partition", "read", partition(9, -1));
    listOffsets(client, v, "twice", "read", partition(0, -1), partition(0, -2));
    listOffsets(client, v, "epoch", "read", partition(0, -1).setCurrentLeaderEpoch(0));
    listOffsets(client, v, "later epoch", "read", partition(0, -1).setCurrentLeaderEpoch(5));
    listOffsets(client, v, "nothing", "read");
    for (int replica : REPLICAS) {
      listOffsets(client, v, "for " + replica, replica, "read", partition(0, -1));
    }
  }

  private static ListOffsetsPartition partition(int number, long timestamp) {
    return new ListOffsetsPartition().setPartitionIndex(number).setTimestamp(timestamp);
  }

  private static void listOffsets(
      WireClient client, int v, String story, String topic, ListOffsetsPartition... partitions) {
    listOffsets(client, v, story, CONSUMER, topic, partitions);
  }

  private static void listOffsets(
      WireClient client,
      int v,
      String story,
      int replica,
      String topic,
      ListOffsetsPartition... partitions) {
    var ofTopic = new ListOffsetsTopic().setName(topic).setPartitions(List.of(partitions));
    for (byte isolation = 0; isolation <= 1; isolation++) {
      var request =
          new ListOffsetsRequestData()
              .setReplicaId(replica)
              .setIsolationLevel(isolation)
              .setTimeoutMs(TIMEOUT_MS)
              .setTopics(List.of(ofTopic));
      client.ask(story + ", isolation " + isolation, ApiKeys.LIST_OFFSETS, v, request);
    }
  }

  private static void offsetForLeaderEpoch(WireClient client, int v) {
    int[][] questions = {
      {0, 0, -1}, {0, 5, -1}, {0, -1, -1}, {0, -2, -1}, {0, 0, 0}, {0, 0, 5}, {9, 0, -1}
    };
    for (String topic : List.of("read", "nowhere")) {
      for (int[] each : questions) {
        var ofTopic = new OffsetForLeaderTopic().setTopic(topic);
        ofTopic
            .partitions()
            .add(
                new OffsetForLeaderPartition()
                    .setPartition(each[0])
                    .setLeaderEpoch(each[1])
                    .setCurrentLeaderEpoch(each[2]));
        var request = new OffsetForLeaderEpochRequestData();
        request.topics().add(ofTopic);
        String story = "%s-%d epoch %d knowing %d".formatted(topic, each[0], each[1], each[2]);
        client.ask(story, ApiKeys.OFFSET_FOR_LEADER_EPOCH, v, request);
        for (int replica : REPLICAS) {
          client.ask(
              story + " for " + replica,
              ApiKeys.OFFSET_FOR_LEADER_EPOCH,
              v,
              request.duplicate().setReplicaId(replica));
        }
      }
    }
  }

  private static void describeLogDirs(WireClient client, int v) {
    for (String topic : List.of("read", "nowhere")) {
      var request = new DescribeLogDirsRequestData();
      request
          .topics()
          .add(new DescribableLogDirTopic().setTopic(topic).setPartitions(List.of(0, 9)));
      client.ask(topic, ApiKeys.DESCRIBE_LOG_DIRS, v, request);
    }
    client.ask("nothing", ApiKeys.DESCRIBE_LOG_DIRS, v, new DescribeLogDirsRequestData());
  }

  private static void deleteRecords(WireClient client, int v) {
    for (long offset : new long[] {1, 0, 3, -1, -5, 999}) {
      deleteRecords(client, v, "read", 0, offset);
    }
    deleteRecords(client, v, "read", 9, 1);
    deleteRecords(client, v, "nowhere", 0, 1);
    deleteRecords(client, v, "a b", 0, 1);
    var nothing = new DeleteRecordsRequestData().setTimeoutMs(TIMEOUT_MS);
    client.ask("nothing", ApiKeys.DELETE_RECORDS, v, nothing);
  }

  private static void deleteRecords(
      WireClient client, int v, String topic, int partition, long offset) {
    var ofTopic = new DeleteRecordsTopic().setName(topic);
    ofTopic
        .partitions()
        .add(new DeleteRecordsPartition().setPartitionIndex(partition).setOffset(offset));
    var request = new DeleteRecordsRequestData().setTimeoutMs(TIMEOUT_MS);
    request.topics().add(ofTopic);
    String story = "%s-%d before %d".formatted(topic, partition, offset);
    client.ask(story, ApiKeys.DELETE_RECORDS, v, request);
  }

  private static void initProducerId(WireClient client, int v) {
    var plain = new InitProducerIdRequestData().setTransactionTimeoutMs(60_000);
    client.ask("new", ApiKeys.INIT_PRODUCER_ID, v, plain);
    var known = plain.duplicate().setProducerId(7).setProducerEpoch((short) 1);
    client.ask("with an id", ApiKeys.INIT_PRODUCER_ID, v, known);
    var half = plain.duplicate().setProducerId(7);
    client.ask("with half an id", ApiKeys.INIT_PRODUCER_ID, v, half);
    var noName = plain.duplicate().setTransactionalId("");
    client.ask("with an empty name", ApiKeys.INIT_PRODUCER_ID, v, noName);
    client.ask(
        "transactional", ApiKeys.INIT_PRODUCER_ID, v, plain.duplicate().setTransactionalId("t"));
  }

  /// The batch that comes last has the older timestamps.
  private static void describeProducers(WireClient client, int v) {
    Uuid id = WireTopicQuestions.createTopic(client, "remembered", 1);
    for (int sequence = 0; sequence < 2; sequence++) {
      long timestampMs = TIME_MS - 60_000 * sequence;
      ByteBuffer batch =
          MemoryRecords.withIdempotentRecords(
                  Compression.NONE,
                  77,
                  (short) 0,
                  sequence,
                  new SimpleRecord(timestampMs, null, "value".getBytes(UTF_8)))
              .buffer();
      client.ask("fill", ApiKeys.PRODUCE, 12, produceRequest("remembered", id, 12, 0, batch));
    }
    for (String topic : List.of("remembered", "read", "nowhere", "a b")) {
      var request = new DescribeProducersRequestData();
      request.topics().add(new TopicRequest().setName(topic).setPartitionIndexes(List.of(0, 9)));
      client.ask(topic, ApiKeys.DESCRIBE_PRODUCERS, v, request);
    }
  }
}
