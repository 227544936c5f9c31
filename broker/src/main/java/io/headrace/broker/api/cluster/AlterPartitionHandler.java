package io.headrace.broker.api.cluster;

import io.headrace.base.TopicId;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.partition.InSyncProposal;
import io.headrace.controller.partition.InSyncProposal.Member;
import io.headrace.controller.partition.InSyncResult;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.apache.kafka.common.message.AlterPartitionResponseData.PartitionData;
import org.apache.kafka.common.message.AlterPartitionResponseData.TopicData;

/// AlterPartition: the leader of partitions says who is in sync (KIP-497).
public final class AlterPartitionHandler
    implements ApiHandler<AlterPartitionRequestData, AlterPartitionResponseData> {
  private static final int TIMEOUT_MS = 10_000;

  /// The first version that tells the epochs of the members.
  private static final int FIRST_VERSION_WITH_EPOCHS = 3;

  private static final long UNKNOWN_EPOCH = -1;

  private final Controller controller;

  public AlterPartitionHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(ApiCall<AlterPartitionRequestData, AlterPartitionResponseData> call) {
    AlterPartitionRequestData request = call.request();
    controller.alterInSync(
        Request.change(TIMEOUT_MS),
        request.brokerId(),
        request.brokerEpoch(),
        proposals(request, call.version()),
        call.later(outcome -> call.reply(answer(outcome))));
  }

  private static List<InSyncProposal> proposals(AlterPartitionRequestData request, int version) {
    var proposals = new ArrayList<InSyncProposal>();
    for (AlterPartitionRequestData.TopicData topic : request.topics()) {
      for (AlterPartitionRequestData.PartitionData partition : topic.partitions()) {
        proposals.add(
            new InSyncProposal(
                KafkaIds.fromKafka(topic.topicId()),
                partition.partitionIndex(),
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                members(partition, version)));
      }
    }
    return proposals;
  }

  private static List<Member> members(
      AlterPartitionRequestData.PartitionData partition, int version) {
    return version < FIRST_VERSION_WITH_EPOCHS
        ? partition.newIsr().stream().map(broker -> new Member(broker, UNKNOWN_EPOCH)).toList()
        : partition.newIsrWithEpochs().stream()
            .map(each -> new Member(each.brokerId(), each.brokerEpoch()))
            .toList();
  }

  private static AlterPartitionResponseData answer(Outcome<List<InSyncResult>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<InSyncResult>>(var results) ->
          new AlterPartitionResponseData().setTopics(topics(results));
      case Outcome.Refused<List<InSyncResult>>(var refusal) ->
          new AlterPartitionResponseData().setErrorCode(refusal.error().code());
    };
  }

  private static List<TopicData> topics(List<InSyncResult> results) {
    Map<TopicId, TopicData> topics = new LinkedHashMap<>();
    for (InSyncResult result : results) {
      topics
          .computeIfAbsent(result.topicId(), id -> new TopicData().setTopicId(KafkaIds.toKafka(id)))
          .partitions()
          .add(partition(result));
    }
    return List.copyOf(topics.values());
  }

  private static PartitionData partition(InSyncResult result) {
    var answer =
        new PartitionData()
            .setPartitionIndex(result.partition())
            .setErrorCode(result.error().code());
    PartitionImage now = result.now();
    return now == null
        ? answer
        : answer
            .setLeaderId(now.leader())
            .setLeaderEpoch(now.leaderEpoch())
            .setIsr(now.inSync())
            .setPartitionEpoch(now.partitionEpoch());
  }
}
