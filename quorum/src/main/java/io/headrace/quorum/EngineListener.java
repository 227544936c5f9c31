package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.raft.Batch;
import org.apache.kafka.raft.BatchReader;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.RaftClient;
import org.apache.kafka.snapshot.SnapshotReader;
import org.jspecify.annotations.Nullable;

/// Collects what the engine decides in one turn.
///
/// Runs on: the metadata log's sync lane; [#take] on the reactor, between two turns.
final class EngineListener implements RaftClient.Listener<MetadataRecord> {

  /// One thing that the engine decided.
  sealed interface Event {

    /// @param epoch of the leader that wrote the records
    record Committed(long lastOffset, int epoch, List<MetadataRecord> records) implements Event {}

    record Snapshot(long lastOffset, int epoch, List<MetadataRecord> records) implements Event {}

    /// @param leaderId −1 for nobody
    /// @param address of another node that leads
    record Leader(int leaderId, int epoch, @Nullable InetSocketAddress address) implements Event {}
  }

  private List<Event> events = new ArrayList<>();
  private long toldEnd;
  private Supplier<@Nullable InetSocketAddress> addresses = () -> null;

  /// @param ofLeader tells where the leader is that the engine follows
  void addresses(Supplier<@Nullable InetSocketAddress> ofLeader) {
    addresses = ofLeader;
  }

  /// Everything since the last call, in order.
  List<Event> take() {
    List<Event> taken = events;
    events = new ArrayList<>();
    return taken;
  }

  /// Everything before this was told, the engine's own records included.
  long toldEnd() {
    return toldEnd;
  }

  @Override
  public void handleCommit(BatchReader<MetadataRecord> reader) {
    try (reader) {
      while (reader.hasNext()) {
        Batch<MetadataRecord> batch = reader.next();
        toldEnd = batch.lastOffset() + 1;
        if (!batch.records().isEmpty()) {
          events.add(new Event.Committed(batch.lastOffset(), batch.epoch(), batch.records()));
        }
      }
    }
  }

  @Override
  public void handleLoadSnapshot(SnapshotReader<MetadataRecord> reader) {
    try (reader) {
      var records = new ArrayList<MetadataRecord>();
      while (reader.hasNext()) {
        records.addAll(reader.next().records());
      }
      toldEnd = reader.lastContainedLogOffset() + 1;
      events.add(
          new Event.Snapshot(
              reader.lastContainedLogOffset(), reader.lastContainedLogEpoch(), records));
    }
  }

  /// The snapshot that a quorum begins with holds the engine's own records only.
  @Override
  public void handleLoadBootstrap(SnapshotReader<MetadataRecord> reader) {
    reader.close();
  }

  @Override
  public void handleLeaderChange(LeaderAndEpoch leader) {
    int leaderId = leader.leaderId().orElse(-1);
    InetSocketAddress address = leaderId < 0 ? null : addresses.get();
    events.add(new Event.Leader(leaderId, leader.epoch(), address));
  }
}
