package io.headrace.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopicsByBrokerTest {
  private static final int TOPICS_COME_AND_GONE = 20_000;

  private final TopicsByBroker topics = new TopicsByBroker();
  private ClusterImage image = ClusterImage.EMPTY;

  private void decide(MetadataRecord... records) {
    ClusterImage before = image;
    List<MetadataRecord> all = List.of(records);
    image = ImageBuilder.replay(before, before.offset() + all.size(), all);
    topics.onChange(ImageChange.of(before, image, all), all);
  }

  private static TopicId id(String name) {
    return new TopicId(7, name.hashCode());
  }

  /// With two partitions on these brokers.
  private void create(String name, Integer... replicas) {
    List<List<Integer>> both = List.of(List.of(replicas), List.of(replicas));
    decide(
        new MetadataRecord.TopicCreated(id(name), name),
        new MetadataRecord.PartitionsAdded(id(name), 0, both, both));
  }

  private List<String> heldBy(int broker) {
    return topics.heldBy(broker, image).stream().map(TopicImage::name).toList();
  }

  @Test
  void aBrokerHoldsTheTopicsOfItsPartitions() {
    create("one", 1, 2);
    create("two", 2, 3);
    assertThat(heldBy(1)).containsExactly("one");
    assertThat(heldBy(2)).containsExactly("one", "two");
    assertThat(heldBy(4)).isEmpty();
  }

  @Test
  void aControllerThatBeginsFindsThemInTheImage() {
    create("one", 1, 2);
    var other = new TopicsByBroker();
    other.begin(image);
    assertThat(other.heldBy(2, image)).hasSize(1);
    assertThat(other.entries()).isEqualTo(2);
  }

  @Test
  void aPartitionThatMovesIsHeldByTheOther() {
    create("one", 1, 2);
    for (int partition = 0; partition < 2; partition++) {
      PartitionImage moved = PartitionImage.created(partition, List.of(2, 3), List.of(2, 3));
      decide(new MetadataRecord.PartitionChanged(id("one"), moved));
    }
    assertThat(heldBy(1)).isEmpty();
    assertThat(heldBy(3)).containsExactly("one");
  }

  @Test
  void changesOfLeadersAndInSyncSetsAddNothing() {
    create("one", 1, 2);
    create("two", 1, 2);
    for (int times = 0; times < 100; times++) {
      for (String name : List.of("one", "two")) {
        PartitionImage changed = PartitionImage.created(0, List.of(1, 2), List.of(1));
        decide(new MetadataRecord.PartitionChanged(id(name), changed));
      }
    }
    assertThat(topics.entries()).isEqualTo(4);
  }

  @Test
  void topicsThatComeAndGoAreForgotten() {
    create("stays", 1, 2, 3);
    for (int i = 0; i < TOPICS_COME_AND_GONE; i++) {
      create("topic" + i, 1, 2, 3);
      decide(new MetadataRecord.TopicDeleted(id("topic" + i)));
    }
    assertThat(topics.entries()).isLessThan(TOPICS_COME_AND_GONE);
    assertThat(heldBy(3)).containsExactly("stays");
  }
}
