package io.headrace.simulator.cluster;

import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.PartitionImage;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.client.Target;
import io.headrace.simulator.client.Topic;
import io.headrace.simulator.workload.WatchedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What clients do in a run: producers and readers on a few partitions, perhaps a consumer group;
/// and, where the plan has room for them, partitions of which something goes by and by.
final class ClusterLoad {
  private static final int MAX_REPLICAS = 3;
  private static final int MAX_PARTITIONS = 3;
  private static final int MIN_IN_SYNC = 2;

  /// Of many partitions not all are read: the world has to turn for each reader.
  private static final int READ_ONE_OF = 10;

  private static final int KEYS = 12;

  private static final Map<String, String> TRIMMED =
      Map.of("internal.segment.bytes", "4000", "file.delete.delay.ms", "100");

  private static final Map<String, String> COMPACTED =
      Map.of(
          "cleanup.policy",
          "compact",
          "internal.segment.bytes",
          "3000",
          "min.cleanable.dirty.ratio",
          "0.01",
          "file.delete.delay.ms",
          "100");

  private static final String MIN_IN_SYNC_CONFIG = "min.insync.replicas";
  private static final long LONGEST_AT_FIRST_NS = 2_000_000_000;

  private final SimulatedCluster cluster;
  private final SimulatedRandom random;
  private final ClusterPlan plan;
  private final ClusterProducer.Acknowledging acks;
  private final List<ClusterClient> clients = new ArrayList<>();
  private final List<PlayedPartition> partitions = new ArrayList<>();
  private int topicsToMake;
  private int producers;

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
    int aFew = 1 + random.nextInt(MAX_PARTITIONS);
    int count = hasAFew() ? aFew : plan.partitions();
    boolean lowers = plan.hasSideTopics() && cluster.nodes().size() > 1 && random.oneIn(4);
    make(
        "orders",
        count,
        lowers ? Map.of(MIN_IN_SYNC_CONFIG, String.valueOf(MAX_REPLICAS)) : Map.of(),
        topic -> {
          onOrders(topic, count);
          if (lowers) {
            lowerMinInSync(topic);
          }
        });
    if (plan.hasSideTopics() && random.oneIn(3)) {
      make("trimmed", 1, TRIMMED, this::onTrimmed);
    }
    if (plan.hasSideTopics() && random.oneIn(4)) {
      make("prices", 1, COMPACTED, this::onCompacted);
    }
  }

  private boolean hasAFew() {
    return plan.partitions() == ClusterPlan.A_FEW;
  }

  private void make(String name, int count, Map<String, String> more, Consumer<Topic> then) {
    int replicas = Math.min(MAX_REPLICAS, cluster.nodes().size());
    // A node whose clock jumps must not take timestamps for wrong, nor records for old.
    Map<String, String> configs = new TreeMap<>(plan.topicConfigs());
    configs.put("message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE));
    configs.put("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    configs.put("retention.ms", "-1");
    configs.put(MIN_IN_SYNC_CONFIG, String.valueOf(Math.min(MIN_IN_SYNC, replicas)));
    configs.putAll(more);
    topicsToMake++;
    new ClusterAdmin(client())
        .create(
            new ClusterAdmin.Wanted(name, count, replicas, configs),
            topic -> {
              topicsToMake--;
              then.accept(topic);
            });
  }

  private void onOrders(Topic topic, int count) {
    for (int partition = 0; partition < count; partition++) {
      PlayedPartition played = played(topic, partition);
      for (int i = hasAFew() ? 1 + random.nextInt(2) : 1; i > 0; i--) {
        produce(played, ClusterProducer.Keys.NONE);
      }
      if (hasAFew() && random.oneIn(3)) {
        played.produceHastily(String.valueOf(partition));
      }
      if (hasAFew() || partition % READ_ONE_OF == 0) {
        played.read();
      }
    }
    if (random.oneIn(2)) {
      consume(topic, count);
    }
    if (random.oneIn(2)) {
      changes = new ClusterChanges(cluster, random.fork(), client(), topic, count);
      changes.start();
    }
  }

  /// From then on acknowledged is what fewer have than before.
  private void lowerMinInSync(Topic topic) {
    ClusterClient client = client();
    cluster
        .world()
        .after(
            random.between(0, LONGEST_AT_FIRST_NS),
            () ->
                new ConfigEdits(client)
                    .set(
                        ConfigResource.Type.TOPIC,
                        topic.name(),
                        MIN_IN_SYNC_CONFIG,
                        String.valueOf(MIN_IN_SYNC),
                        () -> {}));
  }

  private void onTrimmed(Topic topic) {
    PlayedPartition played = played(topic, 0);
    played.trim(cluster);
    produce(played, ClusterProducer.Keys.NONE);
    played.read();
  }

  private void onCompacted(Topic topic) {
    PlayedPartition played = played(topic, 0);
    played.miss(Missing.WHAT_COMPACTION_TAKES);
    produce(played, ClusterProducer.Keys.fewOf(KEYS));
    played.read();
  }

  private PlayedPartition played(Topic topic, int partition) {
    var played = new PlayedPartition(this::client, new Target(topic, partition));
    partitions.add(played);
    return played;
  }

  private void produce(PlayedPartition played, ClusterProducer.Keys keys) {
    played.produce("p" + producers++, keys, acks);
  }

  private void consume(Topic topic, int count) {
    String name = "billing";
    group = new WatchedGroup(name, topic, count, () -> client().atCoordinatorOf(name));
    group.start();
  }

  private ClusterClient client() {
    var client = new ClusterClient(cluster);
    clients.add(client);
    return client;
  }

  boolean begun() {
    return topicsToMake == 0;
  }

  private Stream<ClusterProducer> producers() {
    return partitions.stream().flatMap(each -> each.producers().stream());
  }

  /// How many batches each producer has begun so far, and one more if it waits for none.
  int[] batches() {
    return producers().mapToInt(each -> Math.max(each.begun(), each.acknowledged() + 1)).toArray();
  }

  /// Whether each producer has been answered so many.
  boolean answered(int[] wanted) {
    int[] acknowledged = producers().mapToInt(ClusterProducer::acknowledged).toArray();
    for (int i = 0; i < wanted.length; i++) {
      if (acknowledged[i] < wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether everything that is produced to has a leader.
  boolean isLed() {
    return partitions.stream().allMatch(each -> cluster.isLed(each.target()));
  }

  /// The same, by others than this node.
  boolean isLedWithout(int node) {
    return isLed()
        && partitions.stream()
            .noneMatch(each -> {
              PartitionImage partition = cluster.partition(each.target());
              return partition == null || partition.leader() == node;
            });
  }

  /// Whether enough others are in sync with everything that is produced to, and stay so: who is on
  /// his way out may have gone before this node has.
  boolean canDoWithout(int node) {
    return partitions.stream()
        .allMatch(each -> {
          PartitionImage partition = cluster.partition(each.target());
          return partition != null
              && partition.inSync().stream()
                      .filter(other -> other != node && !partition.removing().contains(other))
                      .count()
                  >= MIN_IN_SYNC;
        });
  }

  /// Who leads something that is produced to, and somebody else who is in sync with it; null if
  /// nobody does.
  @Nullable Pair leaderAndFollower(SimulatedRandom chance) {
    PartitionImage any =
        cluster.partition(partitions.get(chance.nextInt(partitions.size())).target());
    if (any == null || any.leader() < 0) {
      return null;
    }
    List<Integer> followers = any.inSync().stream().filter(each -> each != any.leader()).toList();
    return followers.isEmpty()
        ? null
        : new Pair(any.leader(), followers.get(chance.nextInt(followers.size())));
  }

  /// Two nodes.
  record Pair(int leader, int follower) {}

  /// Lets somebody read each partition from its beginning; who did so before stops.
  void readAnew() {
    partitions.forEach(PlayedPartition::readAnew);
  }

  /// Begins to read everything once more.
  void lookAgain() {
    if (group != null) {
      group.lookAgain();
    }
    partitions.forEach(PlayedPartition::lookAgain);
  }

  boolean seenAgain() {
    return partitions.stream().allMatch(PlayedPartition::seenAgain)
        && (group == null || (group.offsetsSeen() && group.agreed()));
  }

  void check() {
    partitions.forEach(PlayedPartition::check);
  }

  /// No more changes of topics and replicas.
  void leaveInPeace() {
    if (changes != null) {
      changes.stop();
    }
  }

  void stop() {
    partitions.forEach(PlayedPartition::stop);
    if (group != null) {
      group.settle();
    }
  }

  boolean idle() {
    return partitions.stream().allMatch(PlayedPartition::idle) && (group == null || group.agreed());
  }

  /// Whether the readers have read all that was acknowledged.
  boolean allRead() {
    return partitions.stream().allMatch(PlayedPartition::allRead);
  }

  /// Asks for the preferred leaders of all partitions; `then` hears when somebody has said yes.
  void electPreferred(Runnable then) {
    new ClusterAdmin(client()).electPreferred(then);
  }

  int acknowledged() {
    return partitions.stream().mapToInt(PlayedPartition::acknowledged).sum()
        + (group == null ? 0 : group.commits());
  }

  int reads() {
    return partitions.stream().mapToInt(PlayedPartition::reads).sum();
  }

  void checkSane() {
    clients.forEach(ClusterClient::checkSane);
  }

  @Override
  public String toString() {
    return Stream.concat(partitions.stream(), Stream.ofNullable(group))
        .map(Object::toString)
        .collect(Collectors.joining("; "));
  }
}
