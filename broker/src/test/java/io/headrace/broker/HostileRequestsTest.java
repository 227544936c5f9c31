package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.ApiRow;
import io.headrace.network.ConnectionId;
import io.headrace.protocol.ApiKey;
import io.headrace.record.BatchBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/// Promise 6: no request, however malformed, stops the node.
///
/// `-Dheadrace.fuzz=N` sends N requests, `-Dheadrace.fuzz.seed=S` repeats a run.
class HostileRequestsTest {

  private static final int REQUESTS = Integer.getInteger("headrace.fuzz", 3_000);
  private static final long SEED = Long.getLong("headrace.fuzz.seed", new Random().nextLong());
  private static final int REQUESTS_PER_NODE = 1_000;
  private static final long LONGEST_WAIT_MS = 25L * 24 * 3_600 * 1_000;

  private record Sent(ApiRow row, int version, byte[] body, TestRequest request) {

    String story(String what) {
      return "%s: %s version %d body=%s"
          .formatted(what, row.apiKey(), version, HexFormat.of().formatHex(body));
    }
  }

  private final List<String> mistakes = new ArrayList<>();
  private int served;
  private final Set<ApiKey> answered = EnumSet.noneOf(ApiKey.class);

  @Test
  void noRequestStopsTheNode() throws Exception {
    String seed = "-Dheadrace.fuzz=%d -Dheadrace.fuzz.seed=%d".formatted(REQUESTS, SEED);
    System.out.println("hostile requests: " + seed);
    var random = new Random(SEED);
    for (int left = REQUESTS; left > 0; left -= REQUESTS_PER_NODE) {
      attackOneNode(random, Math.min(left, REQUESTS_PER_NODE));
    }
    assertThat(mistakes).as("mistakes found by %s", seed).isEmpty();
    if (REQUESTS >= REQUESTS_PER_NODE) {
      assertThat(answered).as("APIs whose handlers were reached").hasSize(served);
    }
  }

  private void attackOneNode(Random random, int requests) throws Exception {
    TestNode node = TestNode.with(Map.of());
    long memory = node.node.requestMemory().left();
    node.createTopic("orders", 2, Map.of());
    var orders = node.node.image().topic("orders").id();
    var bytes =
        new HostileBytes(
            random,
            List.of(
                Uuid.ZERO_UUID,
                new Uuid(orders.mostSignificantBits(), orders.leastSignificantBits())));
    List<ApiRow> rows = node.node.apis().rows();
    served = rows.size();
    var unanswered = new ArrayList<Sent>();
    for (int i = 0; i < requests && node.life.uncaught() == null; i++) {
      Sent sent = send(node, rows.get(random.nextInt(rows.size())), random, bytes);
      node.pass(1);
      if (node.life.uncaught() != null) {
        mistakes.add(sent.story("the node stops for " + stack(node.life.uncaught())));
        return;
      }
      judge(sent, unanswered);
      learn(sent, bytes);
      if (node.node.image().topic("orders") == null) {
        node.createTopic("orders", 2, Map.of());
      }
    }
    node.life.reactor().execute(() -> node.node.onClosed(new ConnectionId(1)));
    node.pass(LONGEST_WAIT_MS);
    for (Sent sent : unanswered) {
      if (!sent.request().isDone()) {
        mistakes.add(sent.story("never answered"));
      }
    }
    assertThat(node.life.uncaught()).isNull();
    serves(node);
    assertThat(node.node.requestMemory().left()).as("memory for requests").isEqualTo(memory);
    assertThat(node.life.openSlices()).as("files held for readers").isZero();
  }

  private Sent send(TestNode node, ApiRow row, Random random, HostileBytes bytes) {
    ApiKeys apiKey = ApiKeys.forId(row.apiKey().id());
    int version =
        row.lowestVersion() + random.nextInt(row.highestVersion() - row.lowestVersion() + 1);
    byte[] body = bytes.body(apiKey.messageType.requestSchemas()[version]);
    if (random.nextInt(4) == 0) {
      body = bytes.mutated(body);
    }
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(header(apiKey, (short) version));
    frame.writeBytes(body);
    return new Sent(row, version, body, node.send(ByteBuffer.wrap(frame.toByteArray()), apiKey));
  }

  static byte[] header(ApiKeys apiKey, short version) {
    var header =
        new RequestHeaderData()
            .setRequestApiKey(apiKey.id)
            .setRequestApiVersion(version)
            .setCorrelationId(7)
            .setClientId("hostile");
    short headerVersion = apiKey.requestHeaderVersion(version);
    var cache = new ObjectSerializationCache();
    var bytes = new byte[header.size(cache, headerVersion)];
    header.write(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), cache, headerVersion);
    return bytes;
  }

  private void judge(Sent sent, List<Sent> unanswered) {
    if (sent.request().hasAnswer()) {
      answered.add(sent.row().apiKey());
    }
    String closed = sent.request().closed();
    if (!sent.request().isDone()) {
      unanswered.add(sent);
    } else if (closed != null
        && (closed.startsWith("a mistake") || closed.startsWith("no answer in"))) {
      mistakes.add(sent.story(closed));
    }
  }

  private static void learn(Sent sent, HostileBytes bytes) {
    if (sent.row().apiKey() == ApiKey.JOIN_GROUP && sent.request().hasAnswer()) {
      var answer = sent.request().read(new JoinGroupResponseData(), (short) sent.version());
      bytes.learnMember(answer.memberId());
    }
  }

  private static String stack(Throwable thrown) {
    var lines = new StringBuilder(thrown.toString());
    for (StackTraceElement each : thrown.getStackTrace()) {
      lines.append("\n  ").append(each);
    }
    return lines.append('\n').toString();
  }

  private static void serves(TestNode node) {
    node.createTopic("good", 1, Map.of());
    var batch =
        BatchBuilder.plain()
            .append(1_767_225_600_000L, null, ByteBuffer.wrap(new byte[] {42}))
            .build();
    var produce = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1_000);
    var ofTopic = new TopicProduceData().setName("good");
    ofTopic
        .partitionData()
        .add(
            new PartitionProduceData()
                .setIndex(0)
                .setRecords(MemoryRecords.readableRecords(batch)));
    produce.topicData().add(ofTopic);
    var produced = node.ask(produce, 12, new ProduceResponseData());
    var stored = produced.responses().iterator().next().partitionResponses().getFirst();
    assertThat(stored.errorCode()).isZero();

    var wanted = new FetchTopic().setTopic("good");
    wanted.partitions().add(new FetchPartition().setPartition(0).setPartitionMaxBytes(1 << 20));
    var fetch = new FetchRequestData().setMaxBytes(1 << 20).setMinBytes(1).setMaxWaitMs(100);
    fetch.topics().add(wanted);
    var fetched = node.ask(fetch, 12, new FetchResponseData());
    assertThat(fetched.responses().getFirst().partitions().getFirst().records().sizeInBytes())
        .isPositive();
  }
}
