package io.headrace.simulator.cluster;

import io.headrace.metadata.PartitionImage;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.workload.PartitionHistory;
import io.headrace.simulator.workload.WatchedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What clients do in a run: producers and readers on a few partitions, perhaps a consumer group.
final class ClusterLoad {
  private static final int MAX_REPLICAS = 3;
  private static final int MAX_PARTITIONS = 3;
  private static final int MIN_IN_SYNC = 2;

  /// Of many partitions not all are read: the world has to turn for each reader.
  private static final int READ_ONE_OF = 10;

  private final SimulatedCluster cluster;
  private final SimulatedRandom random;
  private final ClusterPlan plan;
  private final ClusterProducer.Acknowledging acks;
  private final List<ClusterClient> clients = new ArrayList<>();
  private final List<ClusterProducer> producers = new ArrayList<>();
  private final List<ClusterReader> readers = new ArrayList<>();
  private final List<ClusterReader> latecomers = new ArrayList<>();
  private final List<CompleteRead> reads = new ArrayList<>();
  private final List<PartitionHistory> histories = new ArrayList<>();

  private @Nullable ClusterChanges changes;
  private @Nullable WatchedGroup group;

  ClusterLoad(
      SimulatedCluster cluster,
      ClusterPlan plan,
      SimulatedRandom random,
      ClusterProducer.Acknowledging acks) {
    this.cluster = cluster;
    this.plan = plan;
    this.random = random;
    this.acks = acks;
  }

  void begin() {
    int replicas = Math.min(MAX_REPLICAS, cluster.nodes().size());
    int aFew = 1 + random.nextInt(MAX_PARTITIONS);
    int partitions = plan.partitions() == ClusterPlan.A_FEW ? aFew : plan.partitions();
    // A node whose clock jumps must not take timestamps for wrong, nor records for old.
    Map<String, String> configs = new TreeMap<>(plan.topicConfigs());
    configs.put("message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE));
    configs.put("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    configs.put("retention.ms", "-1");
    configs.put("min.insync.replicas", String.valueOf(Math.min(MIN_IN_SYNC, replicas)));
    new ClusterAdmin(client())
        .create(
            new ClusterAdmin.Wanted("orders", partitions, replicas, configs),
            topic -> {
              for (int partition = 0; partition < partitions; partition++) {
                play(topic, partition);
              }
              if (random.oneIn(2)) {
                consume(topic, partitions);
              }
              if (random.oneIn(2)) {
                changes = new ClusterChanges(cluster, random.fork(), client(), topic, partitions);
                changes.start();
              }
            });
  }

  private void play(Topic topic, int partition) {
    var history = new PartitionHistory(new Target(topic, partition));
    histories.add(history);
    boolean isOneOfAFew = plan.partitions() == ClusterPlan.A_FEW;
    for (int i = isOneOfAFew ? 1 + random.nextInt(2) : 1; i > 0; i--) {
      var producer = new ClusterProducer(client(), "p" + producers.size(), history, acks);
      producers.add(producer);
      producer.start();
    }
    if (isOneOfAFew || partition % READ_ONE_OF == 0) {
      var reader = new ClusterReader(client(), history);
      readers.add(reader);
      reader.start();
    }
  }

  private void consume(Topic topic, int partitions) {
    String name = "billing";
    group = new WatchedGroup(name, topic, partitions, () -> client().atCoordinatorOf(name));
    group.start();
  }

  private ClusterClient client() {
    var client = new ClusterClient(cluster);
    clients.add(client);
    return client;
  }

  boolean begun() {
    return !histories.isEmpty();
  }

  /// How many batches each producer has begun so far, and one more if it waits for none.
  int[] batches() {
    return producers.stream()
        .mapToInt(each -> Math.max(each.begun(), each.acknowledged() + 1))
        .toArray();
  }

  /// Whether each producer has been answered so many.
  boolean answered(int[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (producers.get(i).acknowledged() < wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether everything that is produced to has a leader.
  boolean isLed() {
    return histories.stream().allMatch(history -> cluster.isLed(history.target()));
  }

  /// The same, by others than this node.
  boolean isLedWithout(int node) {
    return isLed()
        && histories.stream()
            .noneMatch(history -> {
              PartitionImage partition = cluster.partition(history.target());
              return partition == null || partition.leader() == node;
            });
  }

  /// Whether enough others are in sync with everything that is produced to.
  boolean canDoWithout(int node) {
    return histories.stream()
        .allMatch(history -> {
          PartitionImage partition = cluster.partition(history.target());
          return partition != null
              && partition.inSync().stream().filter(each -> each != node).count() >= MIN_IN_SYNC;
        });
  }

  /// Lets somebody read each partition from its beginning; who did so before stops.
  void readAnew() {
    if (latecomers.isEmpty()) {
      histories.forEach(history -> latecomers.add(new ClusterReader(client(), history)));
    } else {
      latecomers.replaceAll(ClusterReader::anew);
    }
    latecomers.forEach(ClusterReader::start);
  }

  /// Begins to read everything once more.
  void lookAgain() {
    if (group != null) {
      group.lookAgain();
    }
    readers.forEach(ClusterReader::stop);
    latecomers.forEach(ClusterReader::stop);
    for (PartitionHistory history : histories) {
      var read = new CompleteRead(client(), history);
      reads.add(read);
      read.start();
    }
  }

  boolean seenAgain() {
    return reads.stream().allMatch(CompleteRead::complete)
        && (group == null || (group.offsetsSeen() && group.agreed()));
  }

  void check() {
    reads.forEach(CompleteRead::check);
  }

  /// No more changes of topics and replicas.
  void leaveInPeace() {
    if (changes != null) {
      changes.stop();
    }
  }

  void stop() {
    producers.forEach(ClusterProducer::stop);
    if (group != null) {
      group.settle();
    }
  }

  boolean idle() {
    return producers.stream().allMatch(ClusterProducer::idle) && (group == null || group.agreed());
  }

  /// Whether the readers have read all that was acknowledged.
  boolean allRead() {
    return readers.stream().allMatch(ClusterReader::hasReadAll);
  }

  int acknowledged() {
    return histories.stream().mapToInt(each -> each.batches().size()).sum()
        + (group == null ? 0 : group.commits());
  }

  int reads() {
    return readers.stream().mapToInt(each -> each.found().size()).sum();
  }

  void checkSane() {
    clients.forEach(ClusterClient::checkSane);
  }

  @Override
  public String toString() {
    return Stream.of(producers, readers, reads, Stream.ofNullable(group).toList())
        .flatMap(List::stream)
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
