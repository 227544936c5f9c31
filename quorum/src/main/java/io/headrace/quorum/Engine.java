package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.files.DurableRaftLog;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.files.VoteFile;
import io.headrace.quorum.identity.NodeIdentity;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.raft.Endpoints;
import org.apache.kafka.raft.EngineDoor;
import org.apache.kafka.raft.KafkaRaftClient;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.SnapshotWriter;

/// The consensus engine, opened on a node's files.
///
/// Runs on: the metadata log's sync lane, but for [#prepare] and [#release], which the engine makes
/// safe for other threads.
final class Engine {
  private static final int FETCH_TIMEOUT_MS = 400;
  private static final int ELECTION_BACKOFF_MAX_MS = 50;

  /// A leader that restarts waits this long, or twice, before it stands again. Alone in its quorum
  /// it waits for nobody; with more voters 100 ms will be right (decision 0003).
  private static final int ELECTION_TIMEOUT_MS = 10;

  /// Records of a snapshot that go into one batch.
  private static final int SNAPSHOT_BATCH_RECORDS = 1_000;

  private final KafkaRaftClient<MetadataRecord> client;
  private final DurableRaftLog log;
  private final EngineMessages messages;
  private final EngineListener listener;

  private Engine(
      KafkaRaftClient<MetadataRecord> client,
      DurableRaftLog log,
      EngineMessages messages,
      EngineListener listener) {
    this.client = client;
    this.log = log;
    this.messages = messages;
    this.listener = listener;
  }

  static Engine open(
      NodeIdentity identity,
      InetSocketAddress address,
      Disk disk,
      Reserve reserve,
      Clock clock,
      long seed)
      throws IOException {
    Path directory = identity.metadataDirectory();
    DurableRaftLog log = DurableRaftLog.open(disk, directory, reserve);
    var messages = new EngineMessages();
    var listener = new EngineListener();
    var peers = new NoPeers();
    KafkaRaftClient<MetadataRecord> client =
        EngineDoor.open(
            new EngineDoor.Node(
                identity.nodeId(),
                Uuid.fromString(identity.metadataDirectoryId()),
                identity.clusterId(),
                Endpoints.fromInetSocketAddresses(Map.of(peers.listenerName(), address)),
                address),
            new EngineDoor.Surroundings(
                peers,
                messages,
                log,
                new SmallBuffers(),
                new EngineTime(clock),
                EngineChance.from(seed)),
            new MetadataSerde(),
            config());
    var vote = new VoteFile(disk, directory, log::giveRoom);
    client.initialize(new TreeMap<>(), vote, new Metrics(), _ -> {});
    client.register(listener);
    return new Engine(client, log, messages, listener);
  }

  private static QuorumConfig config() {
    var values = new TreeMap<String, Object>();
    values.put(QuorumConfig.QUORUM_FETCH_TIMEOUT_MS_CONFIG, FETCH_TIMEOUT_MS);
    values.put(QuorumConfig.QUORUM_ELECTION_TIMEOUT_MS_CONFIG, ELECTION_TIMEOUT_MS);
    values.put(QuorumConfig.QUORUM_ELECTION_BACKOFF_MAX_MS_CONFIG, ELECTION_BACKOFF_MAX_MS);
    values.put(QuorumConfig.QUORUM_LINGER_MS_CONFIG, 0);
    return new QuorumConfig(new AbstractConfig(QuorumConfig.CONFIG_DEF, values, false));
  }

  /// Lets the engine do what is to be done now. When this returns, all that it reports as committed
  /// is on stable storage, and what room the disk has for the next turns is kept back.
  void turn() throws IOException {
    client.poll();
    log.keepRoom();
  }

  /// How many bytes can be appended for certain; between two turns.
  long roomBytes() {
    return log.roomBytes();
  }

  /// Where the log ends; between two turns.
  long endOffset() {
    return log.endOffset().offset();
  }

  /// Whether another turn is wanted at once.
  boolean isEager() {
    return messages.isWoken();
  }

  /// After how long at the latest the engine wants its next turn.
  long patienceMs() {
    return messages.patienceMs();
  }

  /// What was decided since the last call.
  List<EngineListener.Event> takeEvents() {
    return listener.take();
  }

  /// Adds records to the batch being built; any thread.
  ///
  /// @return the offset of the last of them
  long prepare(int epoch, List<MetadataRecord> records) {
    return client.prepareAppend(epoch, records);
  }

  /// Closes the batch being built: it goes into the log in the next turn; any thread.
  void release() {
    client.schedulePreparedAppend();
  }

  /// Writes a snapshot that stands for everything up to `lastOffset`, and deletes what it stands
  /// for. Without room for it everything stays as it is.
  void snapshot(long lastOffset, int epoch, List<MetadataRecord> records) {
    var id = new OffsetAndEpoch(lastOffset + 1, epoch);
    try (SnapshotWriter<MetadataRecord> writer = client.createSnapshot(id, 0).orElse(null)) {
      if (writer == null) {
        return;
      }
      write(records, writer);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSpaceException) {
        return;
      }
      throw e;
    }
    log.maybeClean();
  }

  private static void write(List<MetadataRecord> records, SnapshotWriter<MetadataRecord> writer) {
    for (int from = 0; from < records.size(); from += SNAPSHOT_BATCH_RECORDS) {
      int to = Math.min(records.size(), from + SNAPSHOT_BATCH_RECORDS);
      writer.append(records.subList(from, to));
    }
    writer.freeze();
  }

  void resign(int epoch) {
    client.resign(epoch);
  }

  void close() {
    client.close();
    log.close();
  }
}
