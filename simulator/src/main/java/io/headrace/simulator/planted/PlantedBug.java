package io.headrace.simulator.planted;

import io.headrace.runtime.SyncLane;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.simulator.Sabotage;
import io.headrace.simulator.Simulation;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Bugs of the kind that logs have had, each of which the simulator must find within [#seeds]
/// seeds. What they break is said in the words of the mistake that would cause it.
public enum PlantedBug {
  /// The journal is written but not synced.
  JOURNAL_NOT_SYNCED(10, ignoringSyncs(path -> named(path).startsWith("journal"))),
  /// A large append is journalled without a sync of its segment.
  SEGMENTS_NOT_SYNCED(30, ignoringSyncs(path -> named(path).endsWith(".log"))),
  /// New files are synced, their names are not.
  NAMES_NOT_SYNCED(30, ignoringSyncs(path -> !named(path).contains("."))),
  /// Nothing is synced: Kafka's default.
  NOTHING_SYNCED(5, ignoringSyncs(path -> true)),
  /// The commit is reported before it has run.
  REPORTED_BEFORE_SYNC(
      10,
      lanes(lane ->
          new WrappedLane(lane) {
            @Override
            public void submit(Commit commit, Completion done) {
              done.onDone(null);
              lane.submit(commit, failure -> {});
            }
          })),
  /// A failed sync is taken for a successful one.
  FAILED_SYNC_SWALLOWED(
      80,
      lanes(lane ->
          new WrappedLane(lane) {
            @Override
            public void submit(Commit commit, Completion done) {
              lane.submit(commit, failure -> done.onDone(null));
            }
          })),
  /// A commit now and then does nothing.
  SYNC_SKIPPED_ONCE_IN_FOUR(
      20,
      lanes(lane ->
          new WrappedLane(lane) {
            private int count;

            @Override
            public void submit(Commit commit, Completion done) {
              lane.submit(count++ % 4 == 3 ? () -> {} : commit, done);
            }
          })),
  /// An append is acknowledged and shown from the page cache.
  ACKNOWLEDGED_FROM_THE_PAGE_CACHE(10, Sabotage.config("headrace.durability", "memory")),
  /// Recovery does not replay the journal.
  JOURNAL_NOT_REPLAYED(10, deletingAtRestart(path -> named(path).startsWith("journal"))),
  /// Recovery takes the log for shorter than it is.
  TAIL_CUT_AT_RESTART(10, cuttingAtRestart(1)),
  /// Recovery forgets the oldest segment.
  SEGMENT_LOST_AT_RESTART(
      10, deletingAtRestart(path -> named(path).equals("00000000000000000000.log"))),
  /// Sequence numbers are not checked.
  PRODUCERS_FORGOTTEN(
      20,
      new Sabotage() {
        @Override
        public boolean forgetsProducers() {
          return true;
        }
      }),
  /// Retention takes what it should keep.
  DELETED_EARLY(
      20,
      new Sabotage() {
        @Override
        public java.util.Map<String, String> topicConfigs(java.util.Map<String, String> configs) {
          return Sabotage.config("retention.ms", "1000")
              .topicConfigs(Sabotage.config("segment.ms", "500").topicConfigs(configs));
        }
      }),
  /// Compaction takes the last record of a key for one that has a successor.
  COMPACTION_DROPS_THE_LAST_VALUE(
      20, Mutation.answers("log.compaction.OffsetMap", "get", Integer.MAX_VALUE)),
  /// Compaction drops tombstones when it first meets them.
  TOMBSTONES_DROPPED_EARLY(60, Sabotage.config("delete.retention.ms", "0")),
  /// Compaction never runs.
  NEVER_COMPACTED(20, Mutation.leftOut("log.directory.OpenLogDirectory", "tick", "tick")),
  /// The journal does not hear of a compacted segment.
  SWAP_NOT_JOURNALED(10, Mutation.leftOut("log.directory.GroupCommit", "swap", "swap")),
  /// The journal does not hear of deleted records.
  DELETED_RECORDS_COME_BACK(20, Mutation.leftOut("log.directory.GroupCommit", "start", "start")),
  /// A restart forgets the sequence numbers that the journal tells.
  SEQUENCES_FORGOTTEN_AT_RESTART(
      20, Mutation.leftOut("log.directory.KnownLog", "learnProducer", "append")),
  /// The wall clock is believed at once.
  CLOCK_JUMP_BELIEVED(
      120,
      Mutation.leftOut("log.directory.OpenLogDirectory", "tick", "advance", Mutation.ARGUMENT)),
  /// The time index points behind the record.
  TIME_INDEX_TOO_LATE(
      20, Mutation.leftOut("log.directory.TimestampSearch", "firstAtOrAfter", "maxTimestamp", 0L)),
  /// A file that was sent is not let go of.
  SLICES_NOT_RELEASED(5, Mutation.leftOut("simulator.SimulatedRequest", "collect", "release")),
  /// A commit is accepted from whoever was a member once.
  OLD_GENERATION_COMMITS(20, Mutation.answers("group.classic.ClassicGroup", "checkCommit", "NONE")),
  /// A group's decisions are not written.
  GROUP_NOT_STORED(20, Mutation.leftOut("coordinator.LoggedMachine", "decide", "hasRecords", 0)),
  /// The checksum of a journal's frame is not looked at.
  JOURNAL_CHECKSUM_IGNORED(
      60, Mutation.leftOut("log.journal.JournalReader", "frameAt", "isSound", 1)),
  /// A rotten frame is skipped, and with it that it made something durable.
  ROTTEN_FRAME_FORGOTTEN(30, Mutation.leftOut("log.directory.Recovery", "onEnd", "onEnd")),
  /// The checksum of a checkpoint is not looked at.
  CHECKPOINT_ROT_BELIEVED(30, Mutation.answers("log.checkpoint.Checkpoint", "isSound", 1)),
  /// A checkpoint is taken for rotten, and then for none.
  CHECKPOINT_TAKEN_FOR_NONE(10, Mutation.answers("log.checkpoint.Checkpoint", "isSound", 0)),
  /// The checksum of a batch is not looked at when a restart looks for the end of the log.
  CHECKSUM_IGNORED(15, Mutation.leftOut("log.segment.BatchSearch", "isSound", "crcMatches", 1));

  private final int seeds;
  private final Supplier<LongConsumer> planting;

  PlantedBug(int seeds, Sabotage sabotage) {
    this.seeds = seeds;
    this.planting = () -> seed -> Simulation.run(seed, sabotage);
  }

  PlantedBug(int seeds, Mutation mutation) {
    this.seeds = seeds;
    this.planting = () -> new Mutant(mutation, Simulation.class);
  }

  /// Within so many seeds it must be found.
  public int seeds() {
    return seeds;
  }

  /// Plants it: what runs seeds with it, each of which throws an [InvariantViolation] when it finds
  /// it.
  public LongConsumer plant() {
    return planting.get();
  }

  private static String named(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static Sabotage ignoringSyncs(Predicate<Path> paths) {
    return new Sabotage() {
      @Override
      public void disk(SimulatedDisk disk) {
        disk.ignoreSyncs(paths);
      }
    };
  }

  private static Sabotage deletingAtRestart(Predicate<Path> paths) {
    return new Sabotage() {
      @Override
      public void beforeRestart(SimulatedDisk disk) {
        disk.files().filter(paths).toList().forEach(disk::destroy);
      }
    };
  }

  private static Sabotage cuttingAtRestart(int bytes) {
    return new Sabotage() {
      @Override
      public void beforeRestart(SimulatedDisk disk) {
        disk.files()
            .filter(path -> named(path).endsWith(".log") && !path.toString().contains("metadata"))
            .toList()
            .forEach(path -> disk.cut(path, bytes));
        disk.files()
            .filter(path -> named(path).startsWith("journal"))
            .toList()
            .forEach(disk::destroy);
      }
    };
  }

  private static Sabotage lanes(java.util.function.UnaryOperator<SyncLane> wrap) {
    return new Sabotage() {
      @Override
      public SyncLane lane(SyncLane lane) {
        return wrap.apply(lane);
      }
    };
  }

  private abstract static class WrappedLane implements SyncLane {
    private final SyncLane lane;

    WrappedLane(SyncLane lane) {
      this.lane = lane;
    }

    @Override
    public void close() {
      lane.close();
    }
  }
}
