package org.apache.kafka.raft;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.feature.SupportedVersionRange;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.serialization.RecordSerde;

/// Makes engines with everything from outside: messages, files, memory, time, and chance.
public final class EngineDoor {
  private static final int FETCH_MAX_WAIT_MS = 500;

  /// Quorums whose voters can change (KIP-853).
  private static final SupportedVersionRange KRAFT_VERSIONS =
      new SupportedVersionRange((short) 0, (short) 1);

  private EngineDoor() {}

  /// Who the engine is.
  ///
  /// @param directoryId of the directory its files are in
  /// @param address where others reach it; the engine also wants somebody to ask for a leader,
  ///   which with one voter is itself
  public record Node(
      int id, Uuid directoryId, String clusterId, Endpoints endpoints, InetSocketAddress address) {}

  /// What it sees of the world.
  public record Surroundings(
      NetworkChannel network,
      RaftMessageQueue messages,
      RaftLog log,
      MemoryPool memory,
      Time time,
      Random random) {}

  public static <T> KafkaRaftClient<T> open(
      Node node, Surroundings around, RecordSerde<T> serde, QuorumConfig config) {
    return new KafkaRaftClient<>(
        OptionalInt.of(node.id()),
        node.directoryId(),
        serde,
        around.network(),
        around.messages(),
        around.log(),
        around.memory(),
        around.time(),
        new NothingExpires(),
        FETCH_MAX_WAIT_MS,
        true,
        node.clusterId(),
        List.of(node.address()),
        node.endpoints(),
        KRAFT_VERSIONS,
        new LogContext("[metadata log " + node.id() + "] "),
        around.random(),
        config);
  }
}
