package io.headrace.microbench.stage;

import io.headrace.broker.LogBounds;
import io.headrace.broker.Node;
import io.headrace.broker.NodePorts;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.network.Request.Part;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Peers;
import io.headrace.runtime.system.SystemClock;
import io.headrace.runtime.system.SystemRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;

/// A whole node but for its sockets, its threads and its metadata's disk, with one topic.
public final class StagedNode {

  public static final String TOPIC = "benchmark";

  static final String LISTENER = "PLAINTEXT";

  private static final long REQUEST_MEMORY_BYTES = 256 << 20;
  private static final String CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ";

  private final OneThread thread = new OneThread();
  private final Node node;
  private boolean ready;

  /// @param directory where the partitions lie
  public StagedNode(Disk disk, Path directory, int partitions) {
    var ports =
        new NodePorts(
            new SystemClock(),
            thread,
            thread,
            disk,
            _ -> thread,
            thread,
            new SystemRandom(),
            (nodeId, _, own, _) ->
                OpenedMetadata.alone(CLUSTER_ID, new MemoryMetadataLog(nodeId, own.reactor())),
            Peers.NOBODY,
            LogBounds.DEFAULT);
    try {
      node =
          new Node(
              NodeConfig.of(Map.of("log.dirs", directory.toString())),
              ports,
              List.of(new Endpoint(LISTENER, "127.0.0.1", 9092)),
              REQUEST_MEMORY_BYTES);
    } catch (BadConfigException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
    createTopic(partitions);
  }

  private void start() {
    node.start(
        new Node.Started() {
          @Override
          public void onReady() {
            ready = true;
          }

          @Override
          public void onFailed(IOException cause) {
            throw new UncheckedIOException(cause);
          }
        });
    thread.turn();
    if (!ready) {
      throw new IllegalStateException("the node waits for something");
    }
  }

  private void createTopic(int partitions) {
    var request = new CreateTopicsRequestData().setTimeoutMs(10_000);
    request
        .topics()
        .add(
            new CreatableTopic()
                .setName(TOPIC)
                .setNumPartitions(partitions)
                .setReplicationFactor((short) 1));
    List<Part> answer = ask(Frames.of(request, 7));
    short error =
        Frames.body(answer, request.apiKey(), 7, new CreateTopicsResponseData())
            .topics()
            .find(TOPIC)
            .errorCode();
    if (error != 0) {
      throw new IllegalStateException("no topic: error " + error);
    }
  }

  /// Asks in a turn of its own.
  public List<Part> ask(ByteBuffer frame) {
    var request = new StagedRequest(1, frame);
    deliver(request);
    turn();
    return request.takeAnswer();
  }

  /// Hands a request in; the answer may take until the end of the turn.
  public void deliver(StagedRequest request) {
    node.onRequest(request);
  }

  /// Ends the turn, commits, and sends what waited for that.
  public void turn() {
    thread.turn();
  }
}
