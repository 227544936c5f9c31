package io.headrace.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.HostileBytes.Knowledge;
import io.headrace.broker.api.ApiRow;
import io.headrace.metadata.PartitionImage;
import io.headrace.network.ConnectionId;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.replication.Partition;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/// Strangers who reach the listener between nodes, and know everything but the epochs of the
/// brokers' registrations: they stop no node, and make nothing count as stored that a follower has
/// not.
///
/// Node 1 leads a partition that broker 2 follows. `-Dheadrace.fuzz=N` sends N requests,
/// `-Dheadrace.fuzz.seed=S` others.
class StrangersAmongNodesTest {

  private static final int REQUESTS = Integer.getInteger("headrace.fuzz", 1_500);
  private static final long SEED = Long.getLong("headrace.fuzz.seed", 1);
  private static final int LEADER = 1;
  private static final int REQUESTS_PER_FETCH = 50;
  private static final int REQUESTS_PER_CONNECTION = 20;
  private static final long ELECTION_NS = 30_000_000_000L;

  /// What operators may ask there as well is theirs to ask: it changes the cluster.
  private static final Set<ApiKey> BETWEEN_NODES =
      EnumSet.of(
          ApiKey.VOTE,
          ApiKey.BEGIN_QUORUM_EPOCH,
          ApiKey.END_QUORUM_EPOCH,
          ApiKey.FETCH,
          ApiKey.FETCH_SNAPSHOT,
          ApiKey.UPDATE_RAFT_VOTER,
          ApiKey.DESCRIBE_QUORUM,
          ApiKey.DESCRIBE_CLUSTER,
          ApiKey.ALTER_PARTITION,
          ApiKey.BROKER_REGISTRATION,
          ApiKey.BROKER_HEARTBEAT,
          ApiKey.ALLOCATE_PRODUCER_IDS,
          ApiKey.ASSIGN_REPLICAS_TO_DIRS,
          ApiKey.ENVELOPE);

  /// Where a byte more or less could be an epoch that the sender does not know.
  private static final Set<ApiKey> OF_A_REGISTRATION =
      EnumSet.of(
          ApiKey.FETCH,
          ApiKey.ALTER_PARTITION,
          ApiKey.BROKER_HEARTBEAT,
          ApiKey.ALLOCATE_PRODUCER_IDS,
          ApiKey.ASSIGN_REPLICAS_TO_DIRS);

  private final Random random = new Random(SEED);
  private final Set<ApiKey> answered = EnumSet.noneOf(ApiKey.class);
  private TestNode node;
  private FollowingBroker follower;
  private String last = "nothing";

  @Test
  void nothingIsLostAndNobodyStops() throws Exception {
    String seed = "-Dheadrace.fuzz=%d -Dheadrace.fuzz.seed=%d".formatted(REQUESTS, SEED);
    System.out.println("strangers among nodes: " + seed);
    node = TestNode.amongNodes();
    follower = FollowingBroker.join(node, "orders");
    createTopic();
    follower.fetchAll();
    assertThat(image().inSync()).containsExactly(LEADER, FollowingBroker.ID);
    List<ApiRow> rows =
        node.node.apisForNodes().rows().stream()
            .filter(row -> BETWEEN_NODES.contains(row.apiKey()))
            .toList();
    assertThat(rows).hasSameSizeAs(BETWEEN_NODES);
    var bytes = hostileBytes();

    for (int i = 0; i < REQUESTS; i++) {
      if (i % REQUESTS_PER_FETCH == 0) {
        follower.giveSignOfLife();
        follower.fetchAll();
        send("record " + i);
      }
      attack(rows.get(random.nextInt(rows.size())), bytes, 1_000 + i / REQUESTS_PER_CONNECTION);
      if ((i + 1) % REQUESTS_PER_CONNECTION == 0) {
        closeConnection(1_000 + i / REQUESTS_PER_CONNECTION);
      }
      assertAllIsWell(seed);
    }

    assertThat(node.life.openSlices()).as("files held for readers").isZero();
    assertThat(partition().highWatermark()).isPositive().isLessThan(partition().log().writtenEnd());
    TestRequest sent = send("the last");
    follower.giveSignOfLife();
    node.pass(10);
    assertThat(sent.isDone()).as("stored without a follower").isFalse();
    follower.fetchAll();
    node.pass(100);
    var answer = sent.read(new ProduceResponseData(), (short) 12).responses().iterator().next();
    assertThat(answer.partitionResponses().getFirst().errorCode()).isZero();
    assertThat(partition().highWatermark()).isEqualTo(partition().log().writtenEnd());
    if (REQUESTS >= 1_000) {
      assertThat(answered).isEqualTo(BETWEEN_NODES);
    }
  }

  /// What operators may ask of a controller is carried out, whatever comes of it; the node goes on.
  @Test
  void whatIsAskedOfAControllerStopsItNeither() throws Exception {
    System.out.println("operators of nonsense: -Dheadrace.fuzz.seed=" + SEED);
    node = TestNode.amongNodes();
    follower = FollowingBroker.join(node, "orders");
    createTopic();
    List<ApiRow> rows =
        node.node.apisForNodes().rows().stream()
            .filter(row -> !BETWEEN_NODES.contains(row.apiKey()))
            .toList();
    var bytes = hostileBytes();

    for (int i = 0; i < REQUESTS / 3; i++) {
      attack(rows.get(random.nextInt(rows.size())), bytes, 1_000);
      assertGoesOn();
    }

    assertThat(node.world.runUntil(this::isLed, ELECTION_NS)).isTrue();
    assertThat(node.tryToCreateTopic("good", 1, Map.of()))
        .as("carried out, or no broker is left for it")
        .isIn(ErrorCode.NONE.code(), ErrorCode.INVALID_REPLICATION_FACTOR.code());
  }

  private void createTopic() {
    var topic = new CreatableTopic().setName("orders").setNumPartitions(-1);
    topic.setReplicationFactor((short) -1);
    topic
        .assignments()
        .add(
            new CreatableReplicaAssignment()
                .setPartitionIndex(0)
                .setBrokerIds(List.of(LEADER, FollowingBroker.ID)));
    var request = new CreateTopicsRequestData().setTimeoutMs(10_000);
    request.topics().add(topic);
    var answer = node.ask(request, 7, new CreateTopicsResponseData());
    assertThat(answer.topics().find("orders").errorCode()).isZero();
  }

  private HostileBytes hostileBytes() {
    var orders = node.node.image().topic("orders").id();
    List<Uuid> ids =
        List.of(
            Uuid.ZERO_UUID,
            Uuid.METADATA_TOPIC_ID,
            new Uuid(orders.mostSignificantBits(), orders.leastSignificantBits()));
    List<String> nodes = List.of("1", "2", "2", "3");
    var secrets = Set.of(follower.epoch(), node.node.image().broker(LEADER).epoch());
    List<String> epochs =
        LongStream.range(0, 12)
            .filter(epoch -> !secrets.contains(epoch))
            .mapToObj(Long::toString)
            .toList();
    Map<String, List<String>> likely =
        Map.ofEntries(
            Map.entry("cluster_id", List.of(node.node.image().clusterId())),
            Map.entry("broker_id", nodes),
            Map.entry("replica_id", nodes),
            Map.entry("leader_id", nodes),
            Map.entry("voter_id", nodes),
            Map.entry("replica_epoch", epochs),
            Map.entry("leader_epoch", epochs),
            Map.entry("current_leader_epoch", epochs),
            Map.entry("last_offset_epoch", epochs),
            Map.entry("last_fetched_epoch", epochs),
            Map.entry("last_offset", List.of("0", "100", "100000")),
            Map.entry("topic", List.of("__cluster_metadata")),
            Map.entry("topic_name", List.of("__cluster_metadata")),
            Map.entry("name", List.of("__cluster_metadata", "CONTROLLER", "headrace.version")),
            Map.entry("min_supported_version", List.of("0", "1")),
            Map.entry("max_supported_version", List.of("1", "9")),
            Map.entry("host", List.of("127.0.0.3")),
            Map.entry("partition", List.of("0")),
            Map.entry("partition_index", List.of("0")));
    return new HostileBytes(random, ids, new Knowledge(likely, secrets));
  }

  private void attack(ApiRow row, HostileBytes bytes, long connection) {
    ApiKeys apiKey = ApiKeys.forId(row.apiKey().id());
    int version =
        row.lowestVersion() + random.nextInt(row.highestVersion() - row.lowestVersion() + 1);
    byte[] body = bytes.body(apiKey.messageType.requestSchemas()[version]);
    if (!OF_A_REGISTRATION.contains(row.apiKey()) && random.nextInt(4) == 0) {
      body = bytes.mutated(body);
    }
    last = "%s version %d body=%s".formatted(row.apiKey(), version, HexFormat.of().formatHex(body));
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(HostileRequestsTest.header(apiKey, (short) version));
    frame.writeBytes(body);
    TestRequest sent = node.sendAsNode(connection, ByteBuffer.wrap(frame.toByteArray()), apiKey);
    node.pass(1);
    if (sent.hasAnswer()) {
      answered.add(row.apiKey());
    }
    String closed = sent.closed();
    if (closed != null && (closed.startsWith("a mistake") || closed.startsWith("no answer in"))) {
      throw new AssertionError(last + ": " + closed);
    }
  }

  private void closeConnection(long connection) {
    node.life.reactor().execute(() -> node.node.onClosed(new ConnectionId(connection)));
    node.pass(1);
  }

  /// Strangers may have had somebody else elected for a moment.
  private void assertAllIsWell(String seed) {
    boolean led = node.world.runUntil(this::isLed, ELECTION_NS);
    assertGoesOn();
    assertThat(led).as("%s: a controller after %s", seed, last).isTrue();
    assertThat(image().inSync())
        .as("%s: in sync after %s", seed, last)
        .containsExactlyInAnyOrder(LEADER, FollowingBroker.ID);
    assertThat(image().leader()).as("%s: the leader after %s", seed, last).isEqualTo(LEADER);
    assertThat(partition().highWatermark())
        .as("%s: readable after %s", seed, last)
        .isLessThanOrEqualTo(follower.syncedEnd());
  }

  private void assertGoesOn() {
    Throwable stopped = node.life.uncaught();
    if (stopped != null) {
      throw new AssertionError("seed %d: the node stops after %s".formatted(SEED, last), stopped);
    }
  }

  private boolean isLed() {
    return node.node.image().controllerId() == LEADER;
  }

  private PartitionImage image() {
    return node.node.image().topic("orders").partitions().getFirst();
  }

  private Partition partition() {
    return node.node.partitions().find("orders", 0);
  }

  /// Sends one record with acks=all.
  private TestRequest send(String value) {
    var batch =
        BatchBuilder.plain()
            .append(node.life.clock().wallMs(), null, ByteBuffer.wrap(value.getBytes(UTF_8)))
            .build();
    var request = TestNode.produceRequest("orders", 0, batch).setTimeoutMs(60_000);
    TestRequest sent = node.send(request, 12);
    node.pass(1);
    return sent;
  }
}
