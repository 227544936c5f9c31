package io.headrace.broker.peer;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.ControllerLine.Question;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.runtime.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.DirectoryData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.PartitionData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.TopicData;
import org.apache.kafka.common.message.AssignReplicasToDirsResponseData;
import org.jspecify.annotations.Nullable;

/// Tells the active controller which replicas of this broker are in log directories that failed, so
/// that other brokers lead and the in-sync sets do without them (KIP-858). It is told until the
/// controller has taken note, and again when this broker registers anew.
///
/// Partitions without a replica elsewhere are not worth telling: nobody could do better.
///
/// Runs on: the reactor.
public final class LostReplicas {

  private static final short VERSION = 0;
  private static final int TIMEOUT_MS = 5_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long RETRY_NS = 200 * NS_PER_MS;

  /// Those of one request become one metadata record, of some 100 KB at most.
  private static final int MAX_PER_REQUEST = 5_000;

  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private final Supplier<ClusterImage> image;
  private final Controller here;
  private final ControllerLine line;
  private final Timers timers;
  private final TreeSet<PartitionId> lost = new TreeSet<>();
  private final TreeSet<PartitionId> untold = new TreeSet<>();
  private long toldEpoch = -1;
  private boolean waits;

  /// @param brokerEpoch of this broker's registration; −1 while there is none
  public LostReplicas(
      int brokerId,
      LongSupplier brokerEpoch,
      Supplier<ClusterImage> image,
      Controller here,
      ControllerLine line,
      Timers timers) {
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.image = image;
    this.here = here;
    this.line = line;
    this.timers = timers;
  }

  /// The log directory of these replicas failed.
  public void onOffline(Collection<PartitionId> replicas) {
    lost.addAll(replicas);
    untold.addAll(replicas);
    tell();
  }

  /// A new image is published.
  public void onImage() {
    if (!lost.isEmpty()) {
      tell();
    }
  }

  private void tell() {
    long epoch = brokerEpoch.getAsLong();
    if (waits || epoch < 0) {
      return;
    }
    if (epoch != toldEpoch) {
      toldEpoch = epoch;
      untold.addAll(lost);
    }
    untold.removeIf(id -> !isHeldElsewhere(id));
    List<PartitionId> asked = untold.stream().limit(MAX_PER_REQUEST).toList();
    if (!asked.isEmpty()) {
      waits = true;
      ask(epoch, asked);
    }
  }

  private boolean isHeldElsewhere(PartitionId id) {
    PartitionImage partition = image.get().partition(id);
    return partition != null
        && partition.replicas().size() > 1
        && partition.replicas().contains(brokerId);
  }

  private void ask(long epoch, List<PartitionId> asked) {
    if (here.isActive()) {
      here.replicasOffline(
          Request.change(TIMEOUT_MS), brokerId, epoch, asked, outcome -> onAnswer(asked, outcome));
    } else {
      line.ask(
          new Question<>(
              ApiKey.ASSIGN_REPLICAS_TO_DIRS,
              VERSION,
              message(epoch, asked),
              new AssignReplicasToDirsResponseData()),
          TIMEOUT_MS * NS_PER_MS,
          LostReplicas::reply,
          outcome -> onAnswer(asked, outcome));
    }
  }

  /// What was refused of a partition is not asked again: it is gone, or not this broker's any more.
  private void onAnswer(List<PartitionId> asked, Outcome<List<ErrorCode>> outcome) {
    switch (outcome) {
      case Outcome.Done<List<ErrorCode>> _ -> {
        asked.forEach(untold::remove);
        waits = false;
        tell();
      }
      case Outcome.Refused<List<ErrorCode>> _ ->
          timers.after(
              RETRY_NS,
              () -> {
                waits = false;
                tell();
              });
    }
  }

  /// Null if the node that answered is not the controller.
  private static @Nullable Outcome<List<ErrorCode>> reply(AssignReplicasToDirsResponseData answer) {
    return switch (ErrorCode.ofCode(answer.errorCode())) {
      case NONE -> new Outcome.Done<>(List.of());
      case NOT_CONTROLLER -> null;
      case ErrorCode error -> new Outcome.Refused<>(new Refusal(error, null));
    };
  }

  private AssignReplicasToDirsRequestData message(long epoch, List<PartitionId> asked) {
    Map<TopicId, TopicData> topics = new LinkedHashMap<>();
    for (PartitionId id : asked) {
      topics
          .computeIfAbsent(
              id.topicId(), topic -> new TopicData().setTopicId(KafkaIds.toKafka(topic)))
          .partitions()
          .add(new PartitionData().setPartitionIndex(id.partition()));
    }
    var directory =
        new DirectoryData()
            .setId(KafkaIds.LOST_DIRECTORY)
            .setTopics(new ArrayList<>(topics.values()));
    return new AssignReplicasToDirsRequestData()
        .setBrokerId(brokerId)
        .setBrokerEpoch(epoch)
        .setDirectories(List.of(directory));
  }
}
