package io.headrace.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.record.BatchBuilder;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// A whole node in a simulated world, asked with frames as from a socket.
final class TestNode {

  private static final long SECOND_NS = 1_000_000_000L;
  private static final int REQUEST_MEMORY_BYTES = 64 << 20;

  final SimulatedWorld world = new SimulatedWorld(1);
  final SimulatedMachine machine = new SimulatedMachine(world);
  final Life life = machine.life();
  final Node node;
  final HeldLane lane = new HeldLane(life.syncLane());
  private boolean ready;

  private TestNode(
      Map<String, String> settings, MetadataLogs metadataLogs, Function<Life, Peers> peers)
      throws BadConfigException, IOException {
    var all = new TreeMap<>(settings);
    all.putIfAbsent("log.dirs", "/data");
    all.putIfAbsent("offsets.topic.num.partitions", "1");
    var ports =
        new NodePorts(
            life.clock(),
            life.timers(),
            life.reactor(),
            life.disk(),
            directory -> directory.endsWith("__cluster_metadata-0") ? life.syncLane() : lane,
            life.background(),
            life.random(),
            metadataLogs,
            peers.apply(life),
            LogBounds.DEFAULT);
    node =
        new Node(
            NodeConfig.of(all),
            ports,
            List.of(new Endpoint("PLAINTEXT", "127.0.0.1", 9092)),
            REQUEST_MEMORY_BYTES);
  }

  /// A node with these settings that is ready.
  static TestNode with(Map<String, String> settings) throws BadConfigException, IOException {
    TestNode made = made(settings);
    made.start();
    return made;
  }

  /// A node that has not been started.
  static TestNode made(Map<String, String> settings) throws BadConfigException, IOException {
    return made(
        settings,
        (nodeId, _, ports, _) ->
            OpenedMetadata.alone(
                "AAAAAAAAAAAAAAAAAAAAAQ", new MemoryMetadataLog(nodeId, ports.reactor())));
  }

  /// A node that has not been started, with a metadata log of the caller's.
  static TestNode made(Map<String, String> settings, MetadataLogs metadataLogs)
      throws BadConfigException, IOException {
    return new TestNode(settings, metadataLogs, _ -> Peers.NOBODY);
  }

  /// The only voter of a quorum that others could join, with its metadata log on its disk; it is
  /// ready. Whatever it sends to other nodes is lost.
  static TestNode amongNodes() throws BadConfigException, IOException {
    var settings = new TreeMap<String, String>();
    settings.put("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@127.0.0.1:9093");
    settings.put("log.dirs", "/data");
    settings.put("offsets.topic.num.partitions", "1");
    var quorum = NodeConfig.of(settings).quorum();
    var made = new TestNode(settings, RaftMetadata.of(quorum), LostPeers::new);
    made.start();
    return made;
  }

  /// Loses everything a moment after it was sent.
  private record LostPeers(Life life) implements Peers {
    @Override
    public Peer at(String host, int port) {
      return new Peer() {
        @Override
        public void send(ByteBuffer frame, long timeoutNs, Answer answer) {
          life.timers()
              .after(1_000_000, () -> answer.onLost(new IOException("lost: " + host + ":" + port)));
        }

        @Override
        public void close() {}
      };
    }
  }

  /// A node that is ready and has its metadata log on its disk, as in production.
  static TestNode withRealMetadata() throws BadConfigException, IOException {
    TestNode made = made(Map.of(), new RaftMetadata());
    made.start();
    return made;
  }

  void start() {
    life.reactor()
        .execute(() ->
            node.start(
                new Node.Started() {
                  @Override
                  public void onReady() {
                    ready = true;
                  }

                  @Override
                  public void onFailed(IOException cause) {
                    throw new IllegalStateException(cause);
                  }
                }));
    if (!world.runUntil(() -> ready, 10 * SECOND_NS)) {
      throw new IllegalStateException("not ready", life.uncaught());
    }
  }

  /// Makes a topic with settings.
  void createTopic(String name, int partitions, Map<String, String> settings) {
    short error = tryToCreateTopic(name, partitions, settings);
    if (error != 0) {
      throw new IllegalStateException(name + ": error " + error);
    }
  }

  /// Makes a topic, or tells the error.
  short tryToCreateTopic(String name, int partitions, Map<String, String> settings) {
    var topic =
        new CreatableTopic()
            .setName(name)
            .setNumPartitions(partitions)
            .setReplicationFactor((short) 1);
    settings.forEach((key, value) ->
        topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value)));
    var request = new CreateTopicsRequestData().setTimeoutMs(10_000);
    request.topics().add(topic);
    return ask(request, 7, new CreateTopicsResponseData()).topics().find(name).errorCode();
  }

  /// Stores one batch of records with these values.
  void produce(String topic, int partition, String... values) {
    var builder = BatchBuilder.plain();
    for (String value : values) {
      builder.append(life.clock().wallMs(), null, ByteBuffer.wrap(value.getBytes(UTF_8)));
    }
    var request = produceRequest(topic, partition, builder.build());
    var answer = ask(request, 12, new ProduceResponseData());
    if (answer.responses().iterator().next().partitionResponses().getFirst().errorCode() != 0) {
      throw new IllegalStateException(answer.toString());
    }
  }

  /// A request to store one batch, or none, with acks=all.
  static ProduceRequestData produceRequest(
      String topic, int partition, @Nullable ByteBuffer batch) {
    var request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1_000);
    var ofTopic = new TopicProduceData().setName(topic);
    ofTopic
        .partitionData()
        .add(
            new PartitionProduceData()
                .setIndex(partition)
                .setRecords(batch == null ? null : MemoryRecords.readableRecords(batch)));
    request.topicData().add(ofTopic);
    return request;
  }

  /// Asks and waits for the answer.
  ///
  /// @param answer an empty message of the answer's kind
  <A extends ApiMessage> A ask(ApiMessage request, int version, A answer) {
    TestRequest sent = send(request, version);
    if (!world.runUntil(sent::isDone, 100 * SECOND_NS)) {
      throw new IllegalStateException("no answer", life.uncaught());
    }
    return sent.read(answer, (short) version);
  }

  /// Asks as another node does, and waits for the answer.
  <A extends ApiMessage> A askAsNode(long connection, ApiMessage request, int version, A answer) {
    TestRequest sent =
        sendAsNode(connection, frame(request, (short) version), ApiKeys.forId(request.apiKey()));
    if (!world.runUntil(sent::isDone, 100 * SECOND_NS)) {
      throw new IllegalStateException("no answer", life.uncaught());
    }
    return sent.read(answer, (short) version);
  }

  /// Asks as another node does, without waiting.
  TestRequest sendAsNode(long connection, ByteBuffer frame, ApiKeys apiKey) {
    var sent = new TestRequest(frame, apiKey, "CONTROLLER", connection);
    send(sent);
    return sent;
  }

  /// Asks without waiting.
  TestRequest send(ApiMessage request, int version) {
    return send(frame(request, (short) version), ApiKeys.forId(request.apiKey()));
  }

  TestRequest send(ByteBuffer frame, ApiKeys apiKey) {
    var sent = new TestRequest(frame, apiKey);
    send(sent);
    return sent;
  }

  void send(TestRequest request) {
    life.reactor().execute(() -> node.onRequest(request));
  }

  static ByteBuffer frame(ApiMessage request, short version) {
    ApiKeys apiKey = ApiKeys.forId(request.apiKey());
    var header =
        new RequestHeaderData()
            .setRequestApiKey(apiKey.id)
            .setRequestApiVersion(version)
            .setCorrelationId(7)
            .setClientId("test");
    short headerVersion = apiKey.requestHeaderVersion(version);
    var cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + request.size(cache, version);
    var out = new ByteBufferAccessor(ByteBuffer.allocate(size));
    header.write(out, cache, headerVersion);
    request.write(out, cache, version);
    out.flip();
    return ByteBuffer.wrap(Utils.toArray(out.buffer()));
  }

  /// Lets so much time pass.
  void pass(long ms) {
    world.advance(ms * 1_000_000);
  }
}
