package io.headrace.quorum;

import io.headrace.metadata.MetadataLog.BatchTooLarge;
import io.headrace.metadata.MetadataLog.NoRoom;
import io.headrace.metadata.MetadataLog.TooMuchUnderWay;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.codec.MetadataCodec;
import io.headrace.quorum.files.Reserve;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Decides which changes are taken, so that all that is taken can be written.
///
/// The engine cannot take a change back once it has it. So a change is taken only when it fits into
/// the room that is kept back, together with all that is on its way there already. When the disk is
/// full, that room shrinks with each change and is not made up for; then it goes to those who need
/// it most:
///
/// ```
///  kept back:  |<---------------------- Reserve.bytes ---------------------->|
///              | 1/16 engine | VITAL | 1/8  HELPFUL | 1/4     ANY            |
///                all of it is there ............... ANY is taken: topics, partitions
///                less is there (short of room) .... HELPFUL down to 1/8, VITAL down to 1/16
/// ```
///
/// Runs on: the reactor.
final class Admission {

  /// The most that a record takes beside its value, and a batch beside its records.
  private static final int RECORD_OVERHEAD_BYTES = 28;

  private static final int BATCH_OVERHEAD_BYTES = 61;

  /// How much a change is needed when the disk is full.
  private enum Need {
    /// What can wait until there is room.
    ANY(4),
    /// What may make room, as a shorter retention does, or is small and lets clients go on.
    HELPFUL(8),
    /// What makes room, and what a node cannot start without.
    VITAL(16);

    private final int partThatStays;

    Need(int partThatStays) {
      this.partThatStays = partThatStays;
    }
  }

  /// A change that the engine has and that is not written yet.
  private record Taken(long lastOffset, long bytes) {}

  private final Reserve reserve;
  private final Deque<Taken> unwritten = new ArrayDeque<>();
  private long unwrittenBytes;
  private long roomBytes;

  Admission(Reserve reserve) {
    this.reserve = reserve;
  }

  /// Whether less room is kept back than should be.
  boolean isShort() {
    return roomBytes < reserve.bytes();
  }

  /// Throws if the log has no room for this change; returns the most bytes that it takes.
  long require(List<MetadataRecord> records) {
    long bytes = bytesOf(records);
    Need need = needOf(records);
    long left = roomBytes - unwrittenBytes - bytes;
    boolean fits = left >= reserve.bytes() / need.partThatStays;
    if (isShort() && (need == Need.ANY || !fits)) {
      throw new NoRoom("No room is left on the disk that holds the metadata log.");
    }
    if (!fits && unwritten.isEmpty()) {
      throw new BatchTooLarge(bytes + " bytes of metadata at once");
    }
    if (!fits) {
      throw new TooMuchUnderWay(unwrittenBytes + " bytes of metadata wait to be written");
    }
    return bytes;
  }

  /// The engine took a change that [#require] let pass.
  void onTaken(long lastOffset, long bytes) {
    unwritten.addLast(new Taken(lastOffset, bytes));
    unwrittenBytes += bytes;
  }

  /// Everything before `endOffset` is written now, and so much room is kept back.
  void onWritten(long endOffset, long bytesOfRoom) {
    roomBytes = bytesOfRoom;
    while (!unwritten.isEmpty() && unwritten.getFirst().lastOffset() < endOffset) {
      unwrittenBytes -= unwritten.removeFirst().bytes();
    }
  }

  /// The engine dropped what it had not written: another leader was chosen.
  void onDropped() {
    unwritten.clear();
    unwrittenBytes = 0;
  }

  private static long bytesOf(List<MetadataRecord> records) {
    long bytes = BATCH_OVERHEAD_BYTES;
    for (MetadataRecord record : records) {
      bytes += RECORD_OVERHEAD_BYTES + MetadataCodec.encode(record).length;
    }
    return bytes;
  }

  /// A change is needed as much as the least needed of its records.
  private static Need needOf(List<MetadataRecord> records) {
    Need least = Need.VITAL;
    for (MetadataRecord record : records) {
      Need need = needOf(record);
      least = need.compareTo(least) < 0 ? need : least;
    }
    return least;
  }

  private static Need needOf(MetadataRecord record) {
    return switch (record) {
      case MetadataRecord.TopicDeleted _,
          MetadataRecord.ClusterFormed _,
          MetadataRecord.FeatureLevel _,
          MetadataRecord.BrokerRegistered _,
          MetadataRecord.BrokerStandingChanged _,
          MetadataRecord.BrokerUnregistered _,
          MetadataRecord.PartitionChanged _,
          MetadataRecord.ReplicasOffline _ ->
          Need.VITAL;
      case MetadataRecord.ConfigChanged _, MetadataRecord.ProducerIdsAllocated _ -> Need.HELPFUL;
      case MetadataRecord.TopicCreated _, MetadataRecord.PartitionsAdded _ -> Need.ANY;
    };
  }
}
