package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.files.DurableRaftLog;
import io.headrace.runtime.Disk.NoSpaceException;
import java.io.UncheckedIOException;
import org.apache.kafka.raft.KafkaRaftClient;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.jspecify.annotations.Nullable;

/// The snapshot that is being written, if there is one: a piece of it in each turn, so that the
/// engine does not fall silent meanwhile.
///
/// Runs on: the metadata log's sync lane.
final class Snapshots {

  private final KafkaRaftClient<MetadataRecord> client;
  private final DurableRaftLog log;
  private @Nullable SnapshotPieces current;

  Snapshots(KafkaRaftClient<MetadataRecord> client, DurableRaftLog log) {
    this.client = client;
    this.log = log;
  }

  boolean isUnderWay() {
    return current != null;
  }

  /// Begins a snapshot that stands for everything up to `lastOffset`, unless one is under way or
  /// the disk has no room; when it is whole, what it stands for is deleted.
  ///
  /// @param epoch that of the record at `lastOffset`
  void begin(long lastOffset, int epoch, Iterable<MetadataRecord> records) {
    if (current != null) {
      return;
    }
    var id = new OffsetAndEpoch(lastOffset + 1, epoch);
    write(() ->
        client
            .createSnapshot(id, 0)
            .ifPresent(writer -> current = new SnapshotPieces(writer, records.iterator())));
  }

  /// Writes the next piece. A snapshot that came from the leader meanwhile makes this one needless,
  /// unless it is one that takes the place of a rotten one.
  void goOn() {
    SnapshotPieces pieces = current;
    if (pieces == null) {
      return;
    }
    if (pieces.endOffset() <= log.startOffset() && log.rottenSnapshot() == null) {
      drop();
      return;
    }
    write(() -> {
      if (pieces.writeNext()) {
        drop();
        log.maybeClean();
      }
    });
  }

  /// Without room for a snapshot everything stays as it is.
  private void write(Runnable work) {
    try {
      work.run();
    } catch (UncheckedIOException e) {
      drop();
      if (!(e.getCause() instanceof NoSpaceException)) {
        throw e;
      }
    }
  }

  private void drop() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  void close() {
    drop();
  }
}
