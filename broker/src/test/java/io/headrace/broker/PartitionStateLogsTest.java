package io.headrace.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.coordinator.StateLog;
import io.headrace.log.LogConfig;
import io.headrace.log.directory.LogDirectorySettings;
import io.headrace.log.directory.LogPorts;
import io.headrace.log.directory.OpenLogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.replication.Partitions;
import io.headrace.replication.Replication;
import io.headrace.replication.ReplicationLimits;
import io.headrace.replication.Tenure;
import io.headrace.replication.TopicSettings;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.TopicRules;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A partition of this broker, 1, and of broker 2, which never says a word; this broker comes to
/// lead it in epoch 2 with a batch in its log that broker 2 may not have.
final class PartitionStateLogsTest {

  private static final TopicId TOPIC = new TopicId(5, 5);
  private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);
  private static final List<Integer> BOTH = List.of(1, 2);

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final List<String> heard = new ArrayList<>();
  private final List<Runnable> postponed = new ArrayList<>();
  private TopicRules rules = TopicRules.DEFAULT;
  private boolean busy;
  private ClusterImage image = ClusterImage.EMPTY;
  private Partitions partitions;

  @BeforeEach
  void loadWithABatchThatIsNotCommitted() {
    turn(() -> {
      partitions =
          new Partitions(
              1,
              List.of(directory()),
              new Defaults(),
              (partition, what, cause) -> {},
              new Replication(
                  life.reactor(),
                  life.timers(),
                  life.clock(),
                  _ -> new LineToOtherLog(),
                  InSyncProposals.NONE,
                  () -> 7,
                  ReplicationLimits.DEFAULT,
                  Tenure.CERTAIN));
      onRecords(
          new MetadataRecord.TopicCreated(TOPIC, "__consumer_offsets"),
          new MetadataRecord.PartitionsAdded(TOPIC, 0, List.of(BOTH)),
          new MetadataRecord.PartitionChanged(TOPIC, led(1, 1, 1, BOTH)));
      partitions.find(TOPIC, 0).append(new Input.CoordinatorAppend(batch(), _ -> {}));
    });
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(1, 2, 2, BOTH))));
    load(2);
  }

  private void load(int epoch) {
    turn(() ->
        new PartitionStateLogs(partitions, life.reactor(), life.timers())
            .open(PARTITION, epoch)
            .load(new Heard()));
  }

  @Test
  void aCoordinatorIsNotReadyWhileItAloneHasWhatItWasTold() {
    assertThat(heard).containsExactly("batches");
  }

  @Test
  void itIsReadyOnceThatIsCommitted() {
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(1, 2, 3, List.of(1)))));

    assertThat(heard).containsExactly("batches", "loaded");
  }

  @Test
  void itIsToldWhenThePartitionIsGone() {
    turn(() -> onRecords(new MetadataRecord.TopicDeleted(TOPIC)));

    assertThat(heard).containsExactly("batches", "UNKNOWN_TOPIC_OR_PARTITION");
  }

  /// It gave up after two seconds, and its groups were gone until another broker led.
  @Test
  void itIsReadyHoweverLongTheLogIsBeingCut() {
    busy = true;
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(2, 3, 3, BOTH))));
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(1, 4, 4, List.of(1)))));
    heard.clear();
    load(4);
    for (int seconds = 0; seconds < 5; seconds++) {
      turn(() -> {});
    }
    assertThat(postponed).as("the log is being cut").isNotEmpty();
    assertThat(heard).isEmpty();

    busy = false;
    turn(() -> postponed.forEach(life.background()::run));

    assertThat(heard).containsExactly("loaded");
  }

  /// A coordinator that was told no forgot what its log kept.
  @Test
  void whatTooFewHaveStaysAndIsCommittedLater() {
    StateLog log =
        new PartitionStateLogs(partitions, life.reactor(), life.timers()).open(PARTITION, 2);
    turn(() -> log.append(batch(), new Outcome()));
    heard.clear();

    rules = withMinInSync(2);
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(1, 2, 3, List.of(1)))));
    assertThat(heard).containsOnly("delayed: NOT_ENOUGH_REPLICAS_AFTER_APPEND").isNotEmpty();
    turn(() -> log.append(batch(), new Outcome()));
    assertThat(heard).last().isEqualTo("rejected: NOT_ENOUGH_REPLICAS");
    heard.clear();

    rules = withMinInSync(1);
    turn(() -> onRecords(new MetadataRecord.PartitionChanged(TOPIC, led(1, 2, 4, List.of(1)))));
    assertThat(heard)
        .contains("committed")
        .doesNotContain("delayed: NOT_ENOUGH_REPLICAS_AFTER_APPEND");
  }

  private static TopicRules withMinInSync(int count) {
    var some = TopicRules.DEFAULT;
    return new TopicRules(some.batches(), some.maxMessageBytes(), some.compression(), count);
  }

  private OpenLogDirectory directory() {
    var ports =
        new LogPorts(
            life.disk(),
            life.syncLane(),
            life.reactor(),
            this::runInBackground,
            life.clock(),
            life.timers());
    try {
      return OpenLogDirectory.open(
          Path.of("/data"), ports, LogDirectorySettings.DEFAULT, _ -> LogConfig.DEFAULT, _ -> {});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void runInBackground(Runnable task) {
    if (busy) {
      postponed.add(task);
    } else {
      life.background().run(task);
    }
  }

  private void turn(Runnable task) {
    life.reactor().execute(task);
    world.runUntil(() -> false, 1_000_000_000L);
    assertThat(life.uncaught()).isNull();
  }

  private void onRecords(MetadataRecord... records) {
    ClusterImage before = image;
    image = ImageBuilder.replay(before, before.offset() + records.length, List.of(records));
    partitions.onImage(ImageChange.between(before, image));
  }

  private static PartitionImage led(int leader, int epoch, int change, List<Integer> inSync) {
    return new PartitionImage(
        0, leader, epoch, change, BOTH, List.of(), List.of(), inSync, List.of());
  }

  private static ByteBuffer batch() {
    return BatchBuilder.plain()
        .append(0, ByteBuffer.wrap("group".getBytes(UTF_8)), ByteBuffer.allocate(8))
        .build();
  }

  /// To broker 2, whose log has nothing of what is here.
  private final class LineToOtherLog implements ReplicaPeers.Line {
    @Override
    public void fetch(ReplicaFetch request, ReplicaPeers.Answer answer) {
      var part =
          new ReplicaFetched.Part(
              PARTITION,
              ErrorCode.NONE,
              0,
              0,
              new ReplicaFetched.Diverged(0, 0),
              ByteBuffer.allocate(0));
      life.timers()
          .after(
              1_000_000,
              () -> answer.onFetched(new ReplicaFetched(ErrorCode.NONE, 1, List.of(part))));
    }

    @Override
    public void close() {}
  }

  private final class Heard implements StateLog.Loading {
    @Override
    public void onBatches(ByteBuffer batches) {
      heard.add("batches");
    }

    @Override
    public void onLoaded() {
      heard.add("loaded");
    }

    @Override
    public void onFailed(ErrorCode error) {
      heard.add(error.name());
    }
  }

  private final class Outcome implements StateLog.Appended {
    @Override
    public void onCommitted() {
      heard.add("committed");
    }

    @Override
    public void onDelayed(ErrorCode why) {
      heard.add("delayed: " + why);
    }

    @Override
    public void onRejected(ErrorCode error) {
      heard.add("rejected: " + error);
    }
  }

  private final class Defaults implements TopicSettings {
    @Override
    public LogConfig logConfig(ClusterImage image, TopicImage topic) {
      return LogConfig.DEFAULT;
    }

    @Override
    public TopicRules rules(ClusterImage image, TopicImage topic) {
      return rules;
    }
  }
}
