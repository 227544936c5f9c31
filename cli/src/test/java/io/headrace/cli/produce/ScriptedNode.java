package io.headrace.cli.produce;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// A node that leads one topic, keeps what it is given in memory, checks sequence numbers as a
/// broker must, and misbehaves as it is told.
///
/// Runs on: a thread for each connection; its state is guarded by itself.
final class ScriptedNode implements AutoCloseable {

  /// What happens to a produce request.
  enum Fate {
    SERVED,
    /// Refused for now, and nothing is stored.
    REFUSED_FOR_NOW,
    /// Refused for good.
    REFUSED,
    /// Stored, but the connection breaks before the answer.
    STORED_AND_CUT,
    /// The connection breaks before anything is stored.
    CUT
  }

  final Queue<Fate> fates = new ConcurrentLinkedQueue<>();
  private final ServerSocket server;
  private final String topic;
  private final int partitionCount;
  private final int maxBatchRecords;
  private final Map<Integer, List<String>> stored = new HashMap<>();
  private final Map<Integer, Integer> nextSequences = new HashMap<>();
  private int requestCount;

  ScriptedNode(String topic, int partitionCount, int maxBatchRecords) throws IOException {
    this.topic = topic;
    this.partitionCount = partitionCount;
    this.maxBatchRecords = maxBatchRecords;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// The values in a partition.
  synchronized List<String> stored(int partition) {
    return List.copyOf(stored.getOrDefault(partition, List.of()));
  }

  synchronized int requestCount() {
    return requestCount;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream())) {
      while (answer(in, out)) {
        out.flush();
      }
    } catch (IOException e) {
      // The client is gone.
      return;
    }
  }

  private boolean answer(DataInputStream in, DataOutputStream out) throws IOException {
    ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(in.readInt()));
    ApiKey api = ApiKey.ofId(frame.getShort());
    short version = frame.getShort();
    int correlationId = frame.getInt();
    frame.position(frame.position() + Short.BYTES + frame.getShort(frame.position()));
    if (api.requestHeaderVersion(version) > 1) {
      frame.get();
    }
    ApiMessage answer =
        switch (api) {
          case API_VERSIONS -> versions();
          case METADATA -> metadata();
          case INIT_PRODUCER_ID ->
              new InitProducerIdResponseData().setProducerId(1).setProducerEpoch((short) 0);
          default -> produce(new ProduceRequestData(new ByteBufferAccessor(frame), version));
        };
    if (answer == null) {
      return false;
    }
    var cache = new ObjectSerializationCache();
    int tagBytes = api.responseHeaderVersion(version);
    ByteBuffer body = ByteBuffer.allocate(answer.size(cache, version));
    answer.write(new ByteBufferAccessor(body), cache, version);
    out.writeInt(Integer.BYTES + tagBytes + body.capacity());
    out.writeInt(correlationId);
    out.write(new byte[tagBytes]);
    out.write(body.array());
    return true;
  }

  private static ApiVersionsResponseData versions() {
    var versions = new ApiVersionsResponseData();
    for (ApiKey api : List.of(ApiKey.PRODUCE, ApiKey.METADATA, ApiKey.INIT_PRODUCER_ID)) {
      versions
          .apiKeys()
          .add(
              new ApiVersionsResponseData.ApiVersion()
                  .setApiKey(api.id())
                  .setMinVersion(api.lowestVersion())
                  .setMaxVersion(api.highestVersion()));
    }
    return versions;
  }

  private MetadataResponseData metadata() {
    var metadata = new MetadataResponseData();
    metadata
        .brokers()
        .add(
            new MetadataResponseBroker()
                .setNodeId(1)
                .setHost("127.0.0.1")
                .setPort(server.getLocalPort()));
    var found = new MetadataResponseTopic().setName(topic);
    for (int i = 0; i < partitionCount; i++) {
      found.partitions().add(new MetadataResponsePartition().setPartitionIndex(i).setLeaderId(1));
    }
    metadata.topics().add(found);
    return metadata;
  }

  private synchronized ProduceResponseData produce(ProduceRequestData request) {
    requestCount++;
    Fate fate = fates.isEmpty() ? Fate.SERVED : fates.remove();
    var responses = new TopicProduceResponse().setName(topic);
    for (var data : request.topicData()) {
      for (var partition : data.partitionData()) {
        ByteBuffer bytes = ((MemoryRecords) partition.records()).buffer();
        ErrorCode error =
            switch (fate) {
              case REFUSED_FOR_NOW -> ErrorCode.NOT_ENOUGH_REPLICAS;
              case REFUSED -> ErrorCode.INVALID_RECORD;
              case CUT -> ErrorCode.NETWORK_EXCEPTION;
              case SERVED, STORED_AND_CUT ->
                  store(partition.index(), RecordBatch.at(bytes, bytes.position()));
            };
        responses
            .partitionResponses()
            .add(
                new PartitionProduceResponse()
                    .setIndex(partition.index())
                    .setErrorCode(error.code()));
      }
    }
    if (fate == Fate.CUT || fate == Fate.STORED_AND_CUT) {
      return null;
    }
    var response = new ProduceResponseData();
    response.responses().add(responses);
    return response;
  }

  private ErrorCode store(int partition, RecordBatch batch) {
    if (batch.recordCount() > maxBatchRecords) {
      return ErrorCode.MESSAGE_TOO_LARGE;
    }
    if (batch.baseSequence() != RecordBatch.NO_SEQUENCE) {
      int next = nextSequences.getOrDefault(partition, 0);
      if (batch.baseSequence() < next) {
        return ErrorCode.DUPLICATE_SEQUENCE_NUMBER;
      }
      if (batch.baseSequence() > next) {
        return ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
      }
      nextSequences.put(partition, next + batch.recordCount());
    }
    try (var cursor = RecordCursor.over(batch, Integer.MAX_VALUE)) {
      while (cursor.next()) {
        stored
            .computeIfAbsent(partition, _ -> new ArrayList<>())
            .add(StandardCharsets.UTF_8.decode(cursor.value()).toString());
      }
    } catch (DamagedBatchException e) {
      return ErrorCode.CORRUPT_MESSAGE;
    }
    return ErrorCode.NONE;
  }
}
