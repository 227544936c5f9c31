package io.headrace.quorum;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeFormat;
import io.headrace.quorum.identity.NodeIdentity;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One voter on a simulated machine, alone in its quorum. What it was told is committed is kept
/// outside of it, so that it can be held to it after a crash.
final class SimulatedVoter implements MetadataLog.Listener, RaftMetadataLog.Owner {
  static final Path DATA = Path.of("/data");
  static final Path METADATA = DATA.resolve("__cluster_metadata-0");

  /// So small that making room is few of the disk calls.
  static final Reserve RESERVE = new Reserve(64 << 10, 4 << 10, 128 << 10);

  private static final QuorumPlace PLACE = QuorumPlace.alone();
  private static final long LIMIT_NS = 60_000_000_000L;

  final SimulatedWorld world;
  final SimulatedMachine machine;

  /// Everything that any life of this node was told is committed, by offset.
  final java.util.TreeMap<Long, MetadataRecord> told = new java.util.TreeMap<>();

  final List<IOException> failures = new ArrayList<>();

  @Nullable NodeIdentity identity;
  @Nullable RaftMetadataLog log;
  ClusterImage image = ClusterImage.EMPTY;
  int epoch = -1;
  int snapshotsLoaded;

  /// How many changes were refused for want of room.
  int refused;

  /// What the log said of its room, in order.
  final List<String> room = new ArrayList<>();

  private boolean leads;
  private long nextProducerId;

  SimulatedVoter(long seed) {
    world = new SimulatedWorld(seed);
    machine = new SimulatedMachine(world);
  }

  /// Starts a process and lets it become leader; false if it died before.
  boolean start() {
    Life life = machine.restart();
    image = ClusterImage.EMPTY;
    epoch = -1;
    leads = false;
    life.reactor().execute(() -> open(life));
    world.runUntil(() -> leads || !life.alive() || !failures.isEmpty(), LIMIT_NS);
    return leads && life.alive();
  }

  private void open(Life life) {
    Membership membership;
    try {
      var format = new NodeFormat(life.disk(), life.random());
      membership = Membership.of(format, 1, List.of(DATA), PLACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    identity = ((Membership.Member) membership).identity();
    log =
        new RaftMetadataLog(
            membership,
            PLACE,
            new QuorumPorts(
                life.disk(),
                life.syncLane(),
                life.reactor(),
                life.timers(),
                life.clock(),
                life.random()),
            RESERVE,
            this);
    log.start(this);
  }

  /// Appends one record in a turn of its own.
  void append() {
    append(new MetadataRecord.ProducerIdsAllocated(++nextProducerId));
  }

  /// Asks for a change in a turn of its own.
  void append(MetadataRecord... records) {
    Life life = machine.life();
    life.reactor()
        .execute(() -> {
          try {
            log.append(epoch, List.of(records));
          } catch (MetadataLog.NoRoom | MetadataLog.TooMuchUnderWay _) {
            refused++;
          } catch (MetadataLog.NotLeader _) {
            // it may have just lost its leadership
          }
        });
  }

  /// Takes these records for all that there is to say.
  void snapshot(List<MetadataRecord> records) {
    machine.life().reactor().execute(() -> log.snapshot(image.offset(), records));
  }

  void snapshot() {
    machine.life().reactor().execute(() -> log.snapshot(image.offset(), ImageRecords.of(image)));
  }

  /// Lets the world go on until `offsets` are committed or the process has died.
  void awaitCommitted(int offsets) {
    Life life = machine.life();
    world.runUntil(() -> told.size() >= offsets || !life.alive(), LIMIT_NS);
  }

  @Override
  public void onCommitted(long lastOffset, List<MetadataRecord> records) {
    long first = lastOffset - records.size() + 1;
    for (int index = 0; index < records.size(); index++) {
      MetadataRecord before = told.put(first + index, records.get(index));
      if (before != null && !before.equals(records.get(index))) {
        throw new AssertionError(
            "offset %d was %s and is now %s".formatted(first + index, before, records.get(index)));
      }
    }
    image = ImageBuilder.replay(image, lastOffset, records);
  }

  @Override
  public void onSnapshot(long lastOffset, List<MetadataRecord> records) {
    snapshotsLoaded++;
    image = ImageBuilder.replay(ClusterImage.EMPTY, lastOffset, records);
  }

  @Override
  public void onLeader(int leaderId, int newEpoch) {
    leads = leaderId == 1;
    epoch = newEpoch;
  }

  @Override
  public void onFailed(IOException cause) {
    failures.add(cause);
  }

  @Override
  public void onShortOfRoom() {
    room.add("short");
  }

  @Override
  public void onRoomAgain() {
    room.add("again");
  }

  @Override
  public void onNotice(String what) {
    throw new AssertionError(what);
  }
}
