package io.headrace.metadata;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ConfigResource.Type;
import java.util.List;
import java.util.Random;

/// Draws records that fit the image they come after.
final class RandomHistory {
  private final Random random;
  private long nextId;

  RandomHistory(Random random) {
    this.random = random;
  }

  List<MetadataRecord> next(ClusterImage image) {
    List<TopicImage> topics = List.copyOf(image.topics());
    TopicImage topic = topics.isEmpty() ? null : topics.get(random.nextInt(topics.size()));
    int broker = random.nextInt(5);
    return switch (random.nextInt(9)) {
      case 0 -> List.of(new MetadataRecord.ClusterFormed("cluster-" + nextId++));
      case 1 -> List.of(new MetadataRecord.FeatureLevel("f" + random.nextInt(3), broker));
      case 2 -> List.of(registered(broker));
      case 3 ->
          image.broker(broker) == null
              ? List.of(registered(broker))
              : List.of(
                  new MetadataRecord.BrokerStandingChanged(
                      broker, nextId++, Standing.values()[random.nextInt(3)]));
      case 4 -> List.of(new MetadataRecord.ProducerIdsAllocated(nextId++));
      case 5 -> topic == null ? created() : List.of(new MetadataRecord.TopicDeleted(topic.id()));
      case 6 -> topic == null ? created() : changed(topic);
      case 7 ->
          topic == null || image.broker(broker) == null
              ? created()
              : List.of(
                  new MetadataRecord.ReplicasOffline(
                      broker, List.of(new PartitionId(topic.id(), random.nextInt(2)))));
      default -> created();
    };
  }

  private MetadataRecord registered(int broker) {
    return new MetadataRecord.BrokerRegistered(
        broker, nextId++, new Incarnation(1, nextId), null, List.of(new Endpoint("P", "h", 1)));
  }

  private List<MetadataRecord> created() {
    var id = new TopicId(random.nextLong(), nextId++);
    return List.of(
        new MetadataRecord.TopicCreated(id, "topic-" + nextId),
        new MetadataRecord.PartitionsAdded(
            id, 0, List.of(List.of(1, 2), List.of(2)), List.of(List.of(2), List.of(2))),
        new MetadataRecord.ConfigChanged(
            new ConfigResource(Type.TOPIC, "topic-" + nextId), "k" + random.nextInt(3), "v"));
  }

  private List<MetadataRecord> changed(TopicImage topic) {
    int next = topic.partitions().size();
    return List.of(
        new MetadataRecord.PartitionsAdded(topic.id(), next, List.of(List.of(3))),
        new MetadataRecord.PartitionChanged(
            topic.id(),
            new PartitionImage(
                next,
                -1,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                List.of(3, 4),
                List.of(4),
                List.of(),
                random.nextBoolean() ? List.of() : List.of(4),
                List.of(3))),
        new MetadataRecord.ConfigChanged(
            new ConfigResource(Type.TOPIC, topic.name()), "k" + random.nextInt(3), null));
  }
}
