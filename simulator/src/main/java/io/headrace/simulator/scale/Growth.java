package io.headrace.simulator.scale;

import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncProposal.Member;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.metadata.codec.MetadataCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Measures one size of cluster.
final class Growth {
  private static final int PARTITIONS_PER_TOPIC = 10;
  private static final int PARTITIONS_PER_REQUEST = 10_000;
  private static final int SAMPLES = 500;
  private static final int WIDE_SAMPLES = 50;
  private static final double MIB = 1 << 20;

  private final int brokers;
  private final int partitions;
  private final Figures figures;

  Growth(int brokers, int partitions, Figures figures) {
    this.brokers = brokers;
    this.partitions = partitions;
    this.figures = figures;
  }

  void measure() {
    List<byte[]> snapshot = snapshotOf(grown());
    LargeCluster next = standby(snapshot);
    snapshot = List.of();
    takeOver(next);
    int lost = loseBroker(next);
    new Upheaval(next, figures).measure(lost, lost % brokers + 1);
  }

  /// Grows a cluster request by request, and changes some of it.
  private LargeCluster grown() {
    var cluster = new LargeCluster();
    cluster.run(cluster::lead);
    cluster.register(brokers);
    int perRequest = PARTITIONS_PER_REQUEST / PARTITIONS_PER_TOPIC;
    for (int made = 0; made < partitions - PARTITIONS_PER_REQUEST; made += PARTITIONS_PER_REQUEST) {
      cluster.create("t" + made, perRequest, PARTITIONS_PER_TOPIC);
    }
    cluster.log.forget();
    double ms = Meter.cpuMs(() -> cluster.create("last", perRequest, PARTITIONS_PER_TOPIC));
    figures.add("CreateTopics, 10,000 partitions in 1,000 topics: CPU ms", ms);
    figures.add("longest turn of these, CPU ms", cluster.longestTurnMs());
    figures.add("the same: bytes per partition", cluster.log.bytes() / 10_000.0);
    double single =
        Meter.cpuMs(() -> {
          for (int i = 0; i < SAMPLES; i++) {
            cluster.create("single" + i, 1, PARTITIONS_PER_TOPIC);
          }
        });
    figures.add("CreateTopics, one topic of 10: CPU ms", single / SAMPLES);
    wide(cluster);
    change(cluster);
    return cluster;
  }

  /// One topic of as many partitions as a request can ask for comes and goes.
  private void wide(LargeCluster cluster) {
    double make = Meter.cpuMs(() -> cluster.create("wide", 1, PARTITIONS_PER_REQUEST));
    figures.add("CreateTopics, one topic of 10,000: CPU ms", make);
    figures.add("longest turn of that, CPU ms", cluster.longestTurnMs());
    TopicImage wide = Objects.requireNonNull(cluster.image().topic("wide-0"));
    shrink(cluster, wide);
    double change =
        Meter.cpuMs(() -> {
          for (int i = 1; i <= WIDE_SAMPLES; i++) {
            shrink(cluster, wide, i);
          }
        });
    figures.add("a change of an in-sync set in it: CPU µs", 1_000 * change / WIDE_SAMPLES);
    figures.add("its deletion: CPU ms", Meter.cpuMs(() -> cluster.delete(wide.id())));
  }

  /// One in-sync set after the other, each in a request of its own.
  private void change(LargeCluster cluster) {
    List<TopicImage> topics = cluster.image().topics().stream().limit(2 * SAMPLES).toList();
    topics.subList(0, SAMPLES).forEach(topic -> shrink(cluster, topic));
    ClusterImage before = cluster.image();
    cluster.log.forget();
    double ms =
        Meter.cpuMs(
            () -> topics.subList(SAMPLES, topics.size()).forEach(topic -> shrink(cluster, topic)));
    figures.add("a change of an in-sync set: controller CPU µs", 1_000 * ms / SAMPLES);
    figures.add("the same: bytes in the log", cluster.log.bytes() / (double) SAMPLES);
    List<List<MetadataRecord>> batches = List.copyOf(cluster.log.batches());
    double broker = Meter.cpuMs(() -> follow(before, batches));
    figures.add("the same: CPU µs of each broker for its image", 1_000 * broker / SAMPLES);
  }

  static void shrink(LargeCluster cluster, TopicImage topic) {
    shrink(cluster, topic, 0);
  }

  private static void shrink(LargeCluster cluster, TopicImage topic, int partition) {
    PartitionImage now = topic.partitions().get(partition);
    BrokerImage leader = Objects.requireNonNull(cluster.image().broker(now.leader()));
    var proposal =
        new InSyncProposal(
            topic.id(),
            partition,
            now.leaderEpoch(),
            now.partitionEpoch(),
            List.of(new Member(leader.id(), leader.epoch())));
    cluster.run(() ->
        cluster.controller.alterInSync(
            LargeCluster.request(), leader.id(), leader.epoch(), List.of(proposal), _ -> {}));
  }

  /// What a broker does with each batch, but for the partitions that it holds.
  private static ClusterImage follow(ClusterImage image, List<List<MetadataRecord>> batches) {
    ClusterImage now = image;
    for (List<MetadataRecord> batch : batches) {
      ClusterImage next = ImageBuilder.replay(now, now.offset() + batch.size(), batch);
      ImageChange.of(now, next, batch);
      now = next;
    }
    return now;
  }

  private List<byte[]> snapshotOf(LargeCluster cluster) {
    var bytes = new ArrayList<byte[]>();
    double[] turnMs = new double[1];
    double ms =
        Meter.cpuMs(() -> {
          var records = new ArrayList<MetadataRecord>();
          turnMs[0] = Meter.cpuMs(() -> records.addAll(ImageRecords.of(cluster.image())));
          records.forEach(record -> bytes.add(MetadataCodec.encode(record)));
        });
    figures.add("snapshot: MiB", bytes.stream().mapToLong(it -> it.length).sum() / MIB);
    figures.add("the same: CPU ms, all", ms);
    figures.add("the same: CPU ms of these on the reactor", turnMs[0]);
    return bytes;
  }

  /// A node that has read the snapshot.
  private LargeCluster standby(List<byte[]> snapshot) {
    var node = new LargeCluster();
    long before = Meter.heapBytes();
    double ms = Meter.cpuMs(() -> load(node, snapshot));
    figures.add("a snapshot read and published: CPU ms", ms);
    figures.add("image: heap MiB", (Meter.heapBytes() - before) / MIB);
    return node;
  }

  private static void load(LargeCluster node, List<byte[]> snapshot) {
    var records = new ArrayList<MetadataRecord>(snapshot.size());
    snapshot.forEach(each -> records.add(MetadataCodec.decode(ByteBuffer.wrap(each))));
    long offset = snapshot.size();
    node.log.startAfter(offset);
    node.controller.onSnapshot(offset, records);
  }

  private void takeOver(LargeCluster next) {
    long before = Meter.heapBytes();
    double[] firstMs = new double[1];
    double ms = Meter.cpuMs(() -> next.run(() -> firstMs[0] = Meter.cpuMs(next::lead)));
    figures.add("controller failover: CPU ms until it decides", firstMs[0]);
    figures.add("the same: CPU ms until all partitions were looked at", ms);
    figures.add("controller's own tables: heap MiB", (Meter.heapBytes() - before) / MIB);
  }

  /// The broker that leads most dies; returns which that was.
  private int loseBroker(LargeCluster cluster) {
    int[] leaders = new int[brokers + 1];
    for (TopicImage topic : cluster.image().topics()) {
      topic.partitions().forEach(each -> leaders[Math.max(0, each.leader())]++);
    }
    int victim = 1;
    for (int broker = 2; broker <= brokers; broker++) {
      victim = leaders[broker] > leaders[victim] ? broker : victim;
    }
    int dead = victim;
    ClusterImage before = cluster.image();
    cluster.log.forget();
    double ms = Meter.cpuMs(() -> cluster.run(() -> cluster.controller.onBrokerGone(dead)));
    figures.add("a broker dies: leaders that it had", leaders[dead]);
    figures.add("the same: records", cluster.log.records());
    figures.add("the same: batches", cluster.log.batches().size());
    figures.add("the same: bytes per record", cluster.log.bytes() / (double) cluster.log.records());
    figures.add("the same: controller CPU ms", ms);
    figures.add("the same: longest turn, CPU ms", cluster.longestTurnMs());
    List<List<MetadataRecord>> batches = List.copyOf(cluster.log.batches());
    figures.add(
        "the same: CPU ms of each broker for its image",
        Meter.cpuMs(() -> follow(before, batches)));
    return dead;
  }
}
