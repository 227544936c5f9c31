package io.headrace.group;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.runtime.Timers;
import io.headrace.runtime.simulated.SimulatedClock;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// A node that coordinates groups in one partition, on a simulated clock and a log in memory.
final class GroupWorld {

  static final int BROKER = 1;

  private final SimulatedWorld world;
  private final GroupConfig config;
  private final Consumer<ByteBuffer> onAppend;
  private final SimulatedRandom random;
  private final SimulatedClock clock;
  private final List<ByteBuffer> committed = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private ClusterImage image = ClusterImage.EMPTY;
  private FakeLog log;
  private GroupCoordinator coordinator;
  private long nextTopic = 1;

  GroupWorld(long seed, GroupConfig config, Consumer<ByteBuffer> onAppend) {
    this.world = new SimulatedWorld(seed);
    this.config = config;
    this.onAppend = onAppend;
    this.random = world.random().fork();
    this.clock = new SimulatedClock(world);
    this.log = new FakeLog(committed, onAppend);
    this.coordinator = newCoordinator();
    change(
        new MetadataRecord.BrokerRegistered(
            BROKER,
            1,
            new Incarnation(1, 1),
            null,
            List.of(new Endpoint("PLAINTEXT", "localhost", 9092))));
    createTopic(OffsetsTopic.NAME, 1);
  }

  GroupCoordinator coordinator() {
    return coordinator;
  }

  FakeLog log() {
    return log;
  }

  List<ByteBuffer> committed() {
    return committed;
  }

  /// What was told of partitions that cannot be read.
  List<String> unreadable() {
    return unreadable;
  }

  ClusterImage image() {
    return image;
  }

  SimulatedRandom random() {
    return random;
  }

  void advanceMs(long durationMs) {
    world.advance(durationMs * 1_000_000);
  }

  void createTopic(String name, int partitions) {
    var id = new TopicId(7, nextTopic++);
    List<List<Integer>> replicas = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      replicas.add(List.of(BROKER));
    }
    change(
        new MetadataRecord.TopicCreated(id, name),
        new MetadataRecord.PartitionsAdded(id, 0, replicas));
  }

  void deleteTopic(String name) {
    change(new MetadataRecord.TopicDeleted(Objects.requireNonNull(image.topic(name)).id()));
  }

  /// The offsets partition gets this leader, in the next epoch.
  void leader(int broker) {
    var topic = Objects.requireNonNull(image.topic(OffsetsTopic.NAME));
    int epoch = topic.partitions().getFirst().leaderEpoch() + 1;
    List<Integer> inSync = List.of(broker);
    change(
        new MetadataRecord.PartitionChanged(
            topic.id(),
            new PartitionImage(
                0,
                broker,
                epoch,
                epoch,
                topic.partitions().getFirst().replicas(),
                List.of(),
                List.of(),
                inSync,
                List.of())));
  }

  /// The node dies and comes back: what was committed is there, nothing else.
  void restart() {
    coordinator.close();
    coordinator = newCoordinator();
    coordinator.onImage(ImageChange.between(ClusterImage.EMPTY, image));
  }

  private GroupCoordinator newCoordinator() {
    return new GroupCoordinator(
        BROKER,
        config,
        new GroupPorts(
            clock,
            this::after,
            random,
            (partition, leaderEpoch) -> {
              log = new FakeLog(committed, onAppend);
              return log;
            },
            (partition, cause) -> unreadable.add(partition.partition() + ": " + cause)));
  }

  private Timers.Timer after(long delayNs, Runnable task) {
    var pending = new ArrayList<>(List.of(task));
    world.after(
        delayNs,
        () -> {
          List<Runnable> now = List.copyOf(pending);
          pending.clear();
          now.forEach(Runnable::run);
        });
    return pending::clear;
  }

  private void change(MetadataRecord... records) {
    ClusterImage before = image;
    image = ImageBuilder.replay(before, before.offset() + records.length, List.of(records));
    coordinator.onImage(ImageChange.of(before, image, List.of(records)));
  }
}
