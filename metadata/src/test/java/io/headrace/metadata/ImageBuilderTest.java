package io.headrace.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.TopicId;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.ImageChange.TopicChange;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ImageBuilderTest {

  private static final TopicId ORDERS = new TopicId(1, 1);
  private static final ConfigResource ORDERS_CONFIG = new ConfigResource(Type.TOPIC, "orders");

  @Test
  void aTopicIsThereWithItsPartitionsLedByTheirFirstReplica() {
    ClusterImage image = replay(ClusterImage.EMPTY, created(ORDERS, "orders", 2));

    TopicImage topic = Objects.requireNonNull(image.topic("orders"));
    assertThat(image.topic(ORDERS)).isSameAs(topic);
    assertThat(topic.partition(1)).isEqualTo(PartitionImage.created(1, List.of(0), List.of(0)));
    assertThat(topic.partition(2)).isNull();
  }

  @Test
  void aDeletedTopicTakesItsConfigsWithIt() {
    ClusterImage image = replay(ClusterImage.EMPTY, created(ORDERS, "orders", 1));
    image = replay(image, new MetadataRecord.ConfigChanged(ORDERS_CONFIG, "retention.ms", "1"));
    assertThat(image.config(ORDERS_CONFIG).get("retention.ms")).isEqualTo("1");

    image = replay(image, new MetadataRecord.TopicDeleted(ORDERS));

    assertThat(image.topics()).isEmpty();
    assertThat(image.configuredResources()).isEmpty();
  }

  @Test
  void aRecordThatDoesNotFitStopsTheNode() {
    assertThatThrownBy(() -> replay(ClusterImage.EMPTY, new MetadataRecord.TopicDeleted(ORDERS)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aChangeNamesEachTopicOnceWithBeforeAndAfter() {
    ClusterImage before = replay(ClusterImage.EMPTY, created(ORDERS, "orders", 1));
    List<MetadataRecord> records = List.of(changed(ORDERS, -1, 1), changed(ORDERS, 0, 2));
    ClusterImage after = ImageBuilder.replay(before, 10, records);

    assertThat(ImageChange.of(before, after, records).topics())
        .containsExactly(new TopicChange(ORDERS, before.topic(ORDERS), after.topic(ORDERS)));
  }

  @Test
  void theRecordsOfAnImageMakeItAgain() {
    for (int seed = 0; seed < 50; seed++) {
      var history = new RandomHistory(new Random(seed));
      ClusterImage image = ClusterImage.EMPTY;
      for (int step = 0; step < 200; step++) {
        ClusterImage before = image;
        List<MetadataRecord> records = history.next(before);
        image = ImageBuilder.replay(before, before.offset() + records.size(), records);
        assertThat(ImageChange.between(before, image).topics())
            .as("seed " + seed)
            .containsExactlyInAnyOrderElementsOf(
                ImageChange.of(before, image, records).topics().stream()
                    .filter(change -> !Objects.equals(change.before(), change.after()))
                    .toList());
      }
      ClusterImage again =
          ImageBuilder.replay(ClusterImage.EMPTY, image.offset(), ImageRecords.of(image));
      assertThat(again).as("seed " + seed).isEqualTo(image);
    }
  }

  @Test
  void oneChangeOfTenThousandTopicsIsCheap() {
    var records = new ArrayList<MetadataRecord>();
    for (int index = 0; index < 10_000; index++) {
      records.addAll(List.of(created(new TopicId(9, index), "topic-" + index, 1)));
    }
    ClusterImage image = ImageBuilder.replay(ClusterImage.EMPTY, 20_000, records);

    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long startNs = thread.getCurrentThreadCpuTime();
    for (int change = 1; change <= 10_000; change++) {
      image =
          ImageBuilder.replay(
              image, 20_000 + change, List.of(changed(new TopicId(9, change - 1), 0, 1)));
    }

    // Copying 10,000 topics for each change would take minutes; sharing takes some 20 ms.
    assertThat(thread.getCurrentThreadCpuTime() - startNs).isLessThan(10_000_000_000L);
  }

  @Test
  void tenThousandChangesOfOneTopicAreCheap() {
    ClusterImage image = replay(ClusterImage.EMPTY, created(ORDERS, "orders", 10_000));
    var records = new ArrayList<MetadataRecord>();
    for (PartitionImage each : Objects.requireNonNull(image.topic(ORDERS)).partitions()) {
      records.add(new MetadataRecord.PartitionChanged(ORDERS, led(each, -1, 1)));
    }

    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long startNs = thread.getCurrentThreadCpuTime();
    for (int round = 0; round < 100; round++) {
      image = ImageBuilder.replay(image, image.offset() + records.size(), records);
    }

    // Copying the partitions for each of these changes would take minutes.
    assertThat(thread.getCurrentThreadCpuTime() - startNs).isLessThan(10_000_000_000L);
    assertThat(Objects.requireNonNull(image.topic("orders")).partitions())
        .allMatch(each -> each.leader() == -1);
  }

  private static MetadataRecord changed(TopicId topic, int leader, int leaderEpoch) {
    return new MetadataRecord.PartitionChanged(
        topic, led(PartitionImage.created(0, List.of(0), List.of(0)), leader, leaderEpoch));
  }

  private static PartitionImage led(PartitionImage it, int leader, int leaderEpoch) {
    return new PartitionImage(
        it.partition(),
        leader,
        leaderEpoch,
        leaderEpoch,
        it.replicas(),
        List.of(),
        List.of(),
        it.inSync(),
        List.of());
  }

  private static MetadataRecord[] created(TopicId id, String name, int partitions) {
    var replicas = new ArrayList<List<Integer>>();
    for (int partition = 0; partition < partitions; partition++) {
      replicas.add(List.of(0));
    }
    return new MetadataRecord[] {
      new MetadataRecord.TopicCreated(id, name), new MetadataRecord.PartitionsAdded(id, 0, replicas)
    };
  }

  private static ClusterImage replay(ClusterImage image, MetadataRecord... records) {
    return ImageBuilder.replay(image, image.offset() + records.length, List.of(records));
  }
}
