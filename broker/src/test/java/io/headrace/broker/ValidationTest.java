package io.headrace.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.record.BatchBuilder;
import io.headrace.record.RecordBatch;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `headrace.validation` on a whole node.
class ValidationTest {

  private static final Map<String, String> HEADER = Map.of("headrace.validation", "header");
  private static final long TIMESTAMP_MS = 1_767_225_600_000L;

  /// As ListOffsets spells the end of a log.
  private static final long LATEST = -1;

  private TestNode node;

  @BeforeEach
  void startANode() throws Exception {
    node = TestNode.with(Map.of());
  }

  /// A sound header and checksum around bytes that no codec reads.
  private static ByteBuffer unreadable() {
    ByteBuffer bytes =
        BatchBuilder.compressed(CompressionLevel.defaultOf(Compression.ZSTD))
            .append(TIMESTAMP_MS, UTF_8.encode("key"), UTF_8.encode("value"))
            .build();
    for (int at = RecordBatch.HEADER_BYTES; at < bytes.limit(); at++) {
      bytes.put(at, (byte) 7);
    }
    RecordBatch batch = RecordBatch.at(bytes, 0);
    return bytes.putInt(RecordBatch.CRC_AT, batch.computeCrc());
  }

  private static Map<String, String> with(String config, String value) {
    return Map.of("headrace.validation", "header", config, value);
  }

  private Errors produce(String topic, ByteBuffer batch) {
    var answer = node.ask(TestNode.produceRequest(topic, 0, batch), 12, new ProduceResponseData());
    return Errors.forCode(
        answer.responses().iterator().next().partitionResponses().getFirst().errorCode());
  }

  private Errors offsetOf(String topic, long timestamp) {
    var partition = new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(timestamp);
    var request = new ListOffsetsRequestData().setReplicaId(-1);
    request.topics().add(new ListOffsetsTopic().setName(topic).setPartitions(List.of(partition)));
    var answer = node.ask(request, 7, new ListOffsetsResponseData());
    return Errors.forCode(answer.topics().getFirst().partitions().getFirst().errorCode());
  }

  @Test
  void recordsThatCannotBeReadAreRefusedUnlessTheHeaderIsEnough() {
    node.createTopic("checked", 1, Map.of());
    node.createTopic("quick", 1, HEADER);

    assertThat(produce("checked", unreadable())).isEqualTo(Errors.INVALID_RECORD);
    assertThat(produce("quick", unreadable())).isEqualTo(Errors.NONE);
  }

  @Test
  void whatTheHeaderLetInIsAnErrorOnlyToWhoNeedsTheRecords() {
    node.createTopic("quick", 1, HEADER);
    produce("quick", unreadable());

    assertThat(offsetOf("quick", TIMESTAMP_MS)).isEqualTo(Errors.CORRUPT_MESSAGE);
    assertThat(offsetOf("quick", LATEST)).isEqualTo(Errors.NONE);
  }

  @Test
  void whereTheBrokerItselfNeedsTheRecordsAllAreChecked() {
    node.createTopic("latest", 1, with("cleanup.policy", "compact"));
    node.createTopic("smaller", 1, with("compression.type", "gzip"));

    assertThat(produce("latest", unreadable())).isEqualTo(Errors.INVALID_RECORD);
    assertThat(produce("smaller", unreadable())).isEqualTo(Errors.INVALID_RECORD);
  }
}
