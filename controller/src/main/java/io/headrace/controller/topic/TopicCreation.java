package io.headrace.controller.topic;

import io.headrace.base.TopicId;
import io.headrace.controller.config.ConfigRules;
import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ManualAssignment;
import io.headrace.controller.placement.Loads;
import io.headrace.controller.placement.PartitionCounts;
import io.headrace.controller.placement.Placement;
import io.headrace.controller.topic.NewTopic.Assignment;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Decides which wanted topics come to be. Those that cannot be made do not keep the others from
/// it.
public final class TopicCreation {

  /// The most partitions that one request can ask for (as in Kafka): a bound on the work of one
  /// decision and on the size of its batch.
  static final int MAX_PARTITIONS_PER_REQUEST = 10_000;

  private final RandomSource random;
  private final Placement placement;
  private final PartitionCounts counts;
  private final TopicDefaults defaults;

  public TopicCreation(RandomSource random, PartitionCounts counts, TopicDefaults defaults) {
    this.random = random;
    this.placement = new Placement(random);
    this.counts = counts;
    this.defaults = defaults;
  }

  /// One result for each wanted topic, in their order.
  public Decision<List<NewTopicResult>> decide(ClusterImage image, List<NewTopic> wanted) {
    if (partitionsOf(wanted) > MAX_PARTITIONS_PER_REQUEST) {
      return Decision.only(wanted.stream().map(TopicCreation::tooLarge).toList());
    }
    var records = new ArrayList<MetadataRecord>();
    var results = new ArrayList<NewTopicResult>(wanted.size());
    ClusterImage soFar = image;
    var metrics = new MetricsNames(image);
    Loads loads = Loads.of(image, counts);
    for (NewTopic topic : wanted) {
      Refusal refusal = refusalOf(soFar, metrics, loads, topic);
      if (refusal != null) {
        results.add(NewTopicResult.refused(topic.name(), refusal));
        continue;
      }
      List<List<Integer>> replicas = replicasOf(loads, topic);
      var id = drawId(soFar);
      List<MetadataRecord> made = recordsOf(image, topic, id, replicas);
      records.addAll(made);
      results.add(
          new NewTopicResult(topic.name(), null, id, replicas.size(), replicas.getFirst().size()));
      metrics.add(topic.name());
      // Those behind it need to know its name and id, and not its partitions.
      soFar = ImageBuilder.replay(soFar, soFar.offset() + 1, List.of(made.getFirst()));
    }
    return new Decision<>(records, results);
  }

  private static NewTopicResult tooLarge(NewTopic topic) {
    return NewTopicResult.refused(
        topic.name(),
        new Refusal(
            ErrorCode.POLICY_VIOLATION, "Excessively large number of partitions per request."));
  }

  private long partitionsOf(List<NewTopic> wanted) {
    long sum = 0;
    for (NewTopic topic : wanted) {
      int asked =
          topic.partitions() == NewTopic.DEFAULT ? defaults.partitions() : topic.partitions();
      sum += topic.assignments().isEmpty() ? Math.max(0, asked) : topic.assignments().size();
    }
    return sum;
  }

  private @Nullable Refusal refusalOf(
      ClusterImage image, MetricsNames metrics, Loads loads, NewTopic topic) {
    Refusal refusal = TopicName.refusalOf(topic.name());
    if (refusal == null) {
      refusal = TopicName.refusalIn(image, metrics, topic.name());
    }
    if (refusal == null) {
      refusal = ConfigRules.refusalOfTopic(topic.configs());
    }
    if (refusal != null) {
      return refusal;
    }
    return topic.assignments().isEmpty()
        ? refusalOfNumbers(image, loads, topic)
        : refusalOfAssignments(image, topic);
  }

  private @Nullable Refusal refusalOfNumbers(ClusterImage image, Loads loads, NewTopic topic) {
    if (topic.replicationFactor() < NewTopic.DEFAULT || topic.replicationFactor() == 0) {
      return new Refusal(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "Replication factor must be larger than 0, or -1 to use the default value.");
    }
    if (topic.partitions() < NewTopic.DEFAULT || topic.partitions() == 0) {
      return new Refusal(
          ErrorCode.INVALID_PARTITIONS,
          "Number of partitions was set to an invalid non-positive value.");
    }
    return Placement.refusalOf(image, loads, replicationFactor(topic));
  }

  private static @Nullable Refusal refusalOfAssignments(ClusterImage image, NewTopic topic) {
    if (topic.replicationFactor() != NewTopic.DEFAULT) {
      return new Refusal(
          ErrorCode.INVALID_REQUEST,
          "A manual partition assignment was specified, but replication factor was not set to"
              + " -1.");
    }
    if (topic.partitions() != NewTopic.DEFAULT) {
      return new Refusal(
          ErrorCode.INVALID_REQUEST,
          "A manual partition assignment was specified, but numPartitions was not set to -1.");
    }
    SortedMap<Integer, List<Integer>> byPartition = new TreeMap<>();
    for (Assignment each : topic.assignments()) {
      if (byPartition.put(each.partition(), each.brokers()) != null) {
        return ManualAssignment.refusal(
            "Found multiple manual partition assignments for partition " + each.partition());
      }
      Refusal refusal = ManualAssignment.refusalOf(image, each.brokers());
      if (refusal == null) {
        refusal = ManualAssignment.refusalOfStart(image, each.partition(), each.brokers());
      }
      if (refusal != null) {
        return refusal;
      }
    }
    if (byPartition.firstKey() != 0 || byPartition.lastKey() != byPartition.size() - 1) {
      return ManualAssignment.refusal(
          "partitions should be a consecutive 0-based integer sequence");
    }
    int first = Objects.requireNonNull(byPartition.get(0)).size();
    return byPartition.values().stream().allMatch(brokers -> brokers.size() == first)
        ? null
        : ManualAssignment.refusal(
            "The manual partition assignment has varying numbers of replicas.");
  }

  private List<List<Integer>> replicasOf(Loads loads, NewTopic topic) {
    if (topic.assignments().isEmpty()) {
      int partitions =
          topic.partitions() == NewTopic.DEFAULT ? defaults.partitions() : topic.partitions();
      return placement.place(loads, partitions, replicationFactor(topic));
    }
    SortedMap<Integer, List<Integer>> byPartition = new TreeMap<>();
    topic.assignments().forEach(each -> byPartition.put(each.partition(), each.brokers()));
    return List.copyOf(byPartition.values());
  }

  private int replicationFactor(NewTopic topic) {
    return topic.replicationFactor() == NewTopic.DEFAULT
        ? defaults.replicationFactor()
        : topic.replicationFactor();
  }

  /// Random ids of which none is ever given twice. Those that begin with a dash in text are passed
  /// over, because tools take them for options.
  private TopicId drawId(ClusterImage image) {
    while (true) {
      var id = new TopicId(random.nextLong(), random.nextLong());
      if (!id.isZero() && !id.toString().startsWith("-") && image.topic(id) == null) {
        return id;
      }
    }
  }

  private static List<MetadataRecord> recordsOf(
      ClusterImage image, NewTopic topic, TopicId id, List<List<Integer>> replicas) {
    var records = new ArrayList<MetadataRecord>();
    records.add(new MetadataRecord.TopicCreated(id, topic.name()));
    records.add(Placement.added(image, id, 0, replicas));
    var resource = new ConfigResource(Type.TOPIC, topic.name());
    Map<String, @Nullable String> configs = new LinkedHashMap<>(topic.configs());
    configs.forEach(
        (key, value) -> records.add(new MetadataRecord.ConfigChanged(resource, key, value)));
    return records;
  }
}
