package io.headrace.replication.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.log.DamagedDataException;
import io.headrace.log.LogConfig;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.RecordBatch;
import io.headrace.replication.Partition;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedCrash;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One partition, three replicas, and all that can go wrong, from a seed; after every event it is
/// checked that
///
/// - what anybody could read below a high watermark is the same for everybody and for ever,
/// - no offset that was acknowledged has or gets another record,
/// - a leader's high watermark is at or below the synced ends of all in-sync replicas,
/// - it never moves back while a leader lives, and offsets are dense;
///
/// and in the end, when all is well again, that everything acknowledged is there and all are in
/// sync.
final class ReplicationHistory {

  private static final int STEPS = 500;

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final Plant plant;
  private final TreeMap<Integer, SimulatedReplica> replicas = new TreeMap<>();
  private final TreeMap<Integer, Long> deliveredNs = new TreeMap<>();
  private final TreeMap<Integer, Seen> seen = new TreeMap<>();
  private final ModelController controller;
  private final SimulatedLines lines;
  private final Committed committed = new Committed();

  /// Few disturbances leave time for what takes long.
  private final int odds;

  private boolean calm;
  private int nextValue;
  private final @Nullable RottingDisk rot;

  /// The leader whose high watermark was looked at last, and what it was.
  private record Seen(Partition leader, long highWatermark) {}

  ReplicationHistory(long seed, Plant plant, History kind) {
    this.plant = plant;
    world = new SimulatedWorld(seed);
    random = world.random().fork();
    odds = 50 + random.nextInt(random.oneIn(2) ? 100 : 600);
    controller = new ModelController(random.fork(), this::publish);
    controller.addsAnyone = plant == Plant.IN_SYNC_TOO_EARLY;
    lines = new SimulatedLines(world, replicas, controller, plant);
    LogConfig some = LogConfig.DEFAULT;
    var config =
        new LogConfig(
            2000 + random.nextInt(20_000),
            some.segmentMs(),
            -1,
            -1,
            true,
            false,
            300,
            5,
            some.durability(),
            some.compaction());
    // What only one disk has is lost when that one rots.
    int minInSync = kind == History.WITH_ROT ? 2 : 1 + random.nextInt(2);
    for (int id = 1; id <= 3; id++) {
      replicas.put(id, new SimulatedReplica(id, world, config, minInSync));
      if (plant == Plant.SYNCS_SKIPPED) {
        replicas.get(id).machine.disk().ignoreSyncs(path -> path.toString().contains("journal"));
      }
      replicas.get(id).directoryCount = kind == History.WITH_MOVES ? 2 : 1;
    }
    rot = RottingDisk.of(kind, replicas.get(1 + (int) (seed % 3)), random);
  }

  int flippedBits() {
    return rot == null ? 0 : rot.flippedBits();
  }

  int movesEnded() {
    return replicas.values().stream().mapToInt(replica -> replica.movesEnded).sum();
  }

  int acknowledged() {
    return committed.count();
  }

  long hash() {
    return world.historyHash();
  }

  void run() {
    replicas.values().forEach(this::start);
    advance(50_000_000);
    for (int step = 0; step < STEPS; step++) {
      disturb();
      if (replicas.get(1).directoryCount > 1 && random.oneIn(10)) {
        replicas.get(1 + random.nextInt(3)).moveSoon(random.nextInt(2));
      }
      replicas.values().forEach(this::produce);
      advance(random.nextInt(random.oneIn(20) ? 400_000_000 : 20_000_000));
    }
    heal();
  }

  /// Lets time go by, and looks after every event.
  private void advance(long durationNs) {
    long untilNs = world.nowNs() + durationNs;
    boolean[] over = new boolean[1];
    world.after(durationNs, () -> over[0] = true);
    while (!over[0] && world.nowNs() <= untilNs && world.step()) {
      check();
    }
  }

  private void start(SimulatedReplica replica) {
    Life life = replica.life;
    life.onDeath(() -> onDeath(replica, life));
    life.reactor()
        .execute(() -> {
          long epoch = controller.register(replica.id);
          replica.open(epoch, lines.of(replica), proposals(replica, life));
          deliver(replica);
        });
  }

  private void onDeath(SimulatedReplica replica, Life life) {
    if (life.uncaught() != null) {
      throw new AssertionError("in replica " + replica.id, life.uncaught());
    }
    if (life != replica.life) {
      return;
    }
    replica.onDeath();
    seen.remove(replica.id);
    if (random.oneIn(2)) {
      replica.machine.cutPower();
    }
    long unnoticedNs = random.between(1_000, 500_000_000);
    world.after(
        unnoticedNs,
        () -> {
          if (life == replica.life) {
            controller.fence(replica.id);
          }
        });
    world.after(random.between(1_000_000, 2_000_000_000), () -> restart(replica, life));
  }

  private void restart(SimulatedReplica replica, Life dead) {
    if (replica.life == dead) {
      if (rot != null && !calm) {
        rot.beforeStartOf(replica, committed.end());
      }
      replica.life = replica.machine.restart();
      start(replica);
    }
  }

  private void publish() {
    replicas.values().forEach(this::deliver);
  }

  /// Metadata comes in order, to each in its own time.
  private void deliver(SimulatedReplica replica) {
    PartitionImage now = controller.partition();
    Life life = replica.life;
    long delayNs =
        random.oneIn(calm ? 1000 : 10)
            ? random.between(1_000_000, 600_000_000)
            : random.between(10_000, 3_000_000);
    long atNs = Math.max(world.nowNs() + delayNs, deliveredNs.getOrDefault(replica.id, 0L) + 1);
    deliveredNs.put(replica.id, atNs);
    world.after(
        atNs - world.nowNs(),
        () -> {
          if (life == replica.life && life.alive()) {
            life.reactor().execute(() -> apply(replica, now));
          }
        });
  }

  private void apply(SimulatedReplica replica, PartitionImage now) {
    ReadablePartition before = replica.readable();
    PartitionLog log = replica.log();
    boolean follows = now.leader() != replica.id && before != null && log != null;
    if (plant == Plant.CUT_AT_THE_HIGH_WATERMARK && follows && replica.leader() != null) {
      long highWatermark = before.highWatermark();
      replica.onPartition(Sabotage.withoutLeader(now));
      log.truncateTo(highWatermark, failure -> replica.onPartition(now));
      return;
    }
    replica.onPartition(
        plant == Plant.ACKNOWLEDGED_BEFORE_FOLLOWERS_HAVE_IT && now.leader() == replica.id
            ? Sabotage.withInSync(now, List.of(replica.id))
            : now);
  }

  private InSyncProposals proposals(SimulatedReplica replica, Life life) {
    return (proposal, done) ->
        world.after(
            delayOfController(),
            () -> {
              boolean unheard = !calm && random.oneIn(10);
              Outcome outcome =
                  unheard && random.oneIn(2) ? new Outcome.Lost() : controller.propose(proposal);
              if (plant == Plant.PROPOSALS_BELIEVED_UNHEARD) {
                outcome =
                    new Outcome.Accepted(
                        proposal.leaderEpoch(),
                        proposal.partitionEpoch() + 1,
                        proposal.inSync().stream().map(member -> member.brokerId()).toList());
              } else if (unheard) {
                outcome = new Outcome.Lost();
              }
              Outcome told = outcome;
              world.after(
                  delayOfController(),
                  () -> {
                    if (life.alive()) {
                      life.reactor().execute(() -> done.onDone(told));
                    }
                  });
            });
  }

  private long delayOfController() {
    return random.between(100_000, calm ? 2_000_000 : 200_000_000);
  }

  private void disturb() {
    SimulatedReplica one = replicas.get(1 + random.nextInt(3));
    switch (random.nextInt(odds)) {
      case 0 -> one.machine.kill();
      case 1 -> one.machine.cutPower();
      case 2, 3 -> one.machine.disk().crashInCall(1 + random.nextInt(40));
      case 4 -> {
        if (random.oneIn(3)) {
          replicas.values().forEach(each -> each.machine.cutPower());
        }
      }
      case 5, 6 -> controller.moveLeader();
      case 7 -> controller.fence(one.id); // alive, but not heard of
      case 8 -> {
        if (one.partitions != null) {
          controller.unfence(one.id, one.brokerEpoch);
        }
      }
      case 14, 19, 20 -> isolate(one);
      case 15, 16, 17, 18 -> lines.repeatAnOldRequest();
      case 9, 10 -> lines.cut.add(10 * one.id + 1 + random.nextInt(3));
      case 11 -> lines.cut.clear();
      default -> {}
    }
  }

  /// Clients still reach it, but nobody else does.
  private void isolate(SimulatedReplica one) {
    long untilNs = world.nowNs() + random.between(500_000_000, 6_000_000_000L);
    deliveredNs.merge(one.id, untilNs, Math::max);
    for (int other = 1; other <= 3; other++) {
      lines.cut.add(10 * one.id + other);
      lines.cut.add(10 * other + one.id);
    }
    controller.fence(one.id);
    world.after(untilNs - world.nowNs(), lines.cut::clear);
  }

  private void produce(SimulatedReplica replica) {
    Life life = replica.life;
    if (!life.alive() || random.oneIn(4)) {
      return;
    }
    life.reactor()
        .execute(() -> {
          Partition leader = replica.leader();
          for (int i = random.nextInt(3); leader != null && i >= 0; i--) {
            ByteBuffer batch = append(leader);
            replica.overwriteAfterTheTurn(batch);
          }
        });
  }

  private ByteBuffer append(Partition leader) {
    ByteBuffer batch =
        BatchBuilder.plain()
            .append(
                1_000_000,
                null,
                ByteBuffer.allocate(8 + random.nextInt(300)).putInt(0, ++nextValue))
            .build();
    int value = RecordBatch.at(batch, batch.position()).crc();
    Acks acks = random.oneIn(5) ? Acks.LEADER : Acks.ALL;
    leader.append(
        new Input.ClientAppend(
            batch,
            acks,
            Writer.CLIENT,
            1_000_000,
            result -> {
              if (acks == Acks.ALL && result instanceof AppendResult.Stored stored) {
                committed.acknowledged(stored.baseOffset(), value);
                world.note(stored.baseOffset());
              }
            }));
    return batch;
  }

  private void check() {
    for (SimulatedReplica replica : replicas.values()) {
      ReadablePartition readable = replica.readable();
      if (replica.life.uncaught() != null) {
        throw new AssertionError("in replica " + replica.id, replica.life.uncaught());
      }
      if (readable == null || !replica.life.alive()) {
        continue;
      }
      long highWatermark = readable.highWatermark();
      if (highWatermark > replica.checkedTo) {
        try {
          replica.checkedTo = committed.read(readable.log(), replica.checkedTo, highWatermark);
        } catch (UncheckedIOException e) {
          assertThat(e).hasCauseInstanceOf(DamagedDataException.class);
          assertThat(readable.isBeingRepaired()).as("readers wait for what rotted").isTrue();
        } catch (SimulatedCrash e) {
          replica.machine.kill(); // a reader's call is as good as any to crash in
          continue;
        }
      }
      checkLeader(replica);
    }
  }

  private void checkLeader(SimulatedReplica replica) {
    Partition leader = replica.leader();
    if (leader == null) {
      return;
    }
    Seen before = seen.put(replica.id, new Seen(leader, leader.highWatermark()));
    if (before != null && before.leader == leader) {
      assertThat(leader.highWatermark())
          .as("high watermark of %d", replica.id)
          .isGreaterThanOrEqualTo(before.highWatermark);
    }
    PartitionImage truth = controller.partition();
    if (truth.leader() != replica.id || truth.leaderEpoch() != leader.leaderEpoch()) {
      return;
    }
    for (int member : truth.inSync()) {
      PartitionLog log = replicas.get(member).log();
      if (log != null && replicas.get(member).life.alive()) {
        assertThat(leader.highWatermark())
            .as("high watermark of %d, synced end of %d", replica.id, member)
            .isLessThanOrEqualTo(log.syncedEnd());
      }
    }
  }

  private void heal() {
    calm = true;
    lines.calm = true;
    lines.cut.clear();
    replicas.values().forEach(each -> each.machine.disk().dontCrash());
    advance(4_000_000_000L);
    for (SimulatedReplica replica : replicas.values()) {
      replica.machine.kill(); // also those that were only taken for dead
    }
    advance(9_000_000_000L);
    PartitionImage truth = controller.partition();
    assertThat(truth.leader()).as("leader at the end").isPositive();
    assertThat(truth.inSync()).as("in sync at the end").hasSize(3);
    for (SimulatedReplica replica : replicas.values()) {
      ReadablePartition readable = replica.readable();
      assertThat(readable).isNotNull();
      assertThat(replica.directories).allMatch(directory -> directory.futures().isEmpty());
      assertThat(readable.log().lost().ranges()).as("lost of " + replica.id).isEmpty();
      committed.checkAllIn(readable.log(), readable.highWatermark());
    }
  }
}
