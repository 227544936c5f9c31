package io.headrace.broker.api.cluster;

import io.headrace.base.PartitionId;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Outcome;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData;
import org.apache.kafka.common.message.AssignReplicasToDirsRequestData.DirectoryData;
import org.apache.kafka.common.message.AssignReplicasToDirsResponseData;

/// AssignReplicasToDirs: a broker tells which of its replicas it lost with a log directory
/// (KIP-858). Of all directories only [KafkaIds#LOST_DIRECTORY] is taken: where a replica is
/// otherwise, its broker knows.
public final class AssignReplicasToDirsHandler
    implements ApiHandler<AssignReplicasToDirsRequestData, AssignReplicasToDirsResponseData> {

  private static final int TIMEOUT_MS = 10_000;

  private final Controller controller;

  public AssignReplicasToDirsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(
      ApiCall<AssignReplicasToDirsRequestData, AssignReplicasToDirsResponseData> call) {
    AssignReplicasToDirsRequestData request = call.request();
    controller.replicasOffline(
        Request.change(TIMEOUT_MS),
        request.brokerId(),
        request.brokerEpoch(),
        lost(request),
        call.later(outcome -> call.reply(answer(request, outcome))));
  }

  private static List<PartitionId> lost(AssignReplicasToDirsRequestData request) {
    var lost = new ArrayList<PartitionId>();
    for (DirectoryData directory : request.directories()) {
      if (directory.id().equals(KafkaIds.LOST_DIRECTORY)) {
        directory
            .topics()
            .forEach(topic ->
                topic
                    .partitions()
                    .forEach(each ->
                        lost.add(
                            new PartitionId(
                                KafkaIds.fromKafka(topic.topicId()), each.partitionIndex()))));
      }
    }
    return lost;
  }

  private static AssignReplicasToDirsResponseData answer(
      AssignReplicasToDirsRequestData request, Outcome<List<ErrorCode>> outcome) {
    return switch (outcome) {
      case Outcome.Done<List<ErrorCode>>(var results) -> answer(request, results.iterator());
      case Outcome.Refused<List<ErrorCode>>(var refusal) ->
          new AssignReplicasToDirsResponseData().setErrorCode(refusal.error().code());
    };
  }

  private static AssignReplicasToDirsResponseData answer(
      AssignReplicasToDirsRequestData request, Iterator<ErrorCode> ofLost) {
    var answer = new AssignReplicasToDirsResponseData();
    for (DirectoryData asked : request.directories()) {
      boolean lost = asked.id().equals(KafkaIds.LOST_DIRECTORY);
      var directory = new AssignReplicasToDirsResponseData.DirectoryData().setId(asked.id());
      for (var askedTopic : asked.topics()) {
        var topic =
            new AssignReplicasToDirsResponseData.TopicData().setTopicId(askedTopic.topicId());
        for (var each : askedTopic.partitions()) {
          ErrorCode error = lost ? ofLost.next() : ErrorCode.INVALID_REQUEST;
          topic
              .partitions()
              .add(
                  new AssignReplicasToDirsResponseData.PartitionData()
                      .setPartitionIndex(each.partitionIndex())
                      .setErrorCode(error.code()));
        }
        directory.topics().add(topic);
      }
      answer.directories().add(directory);
    }
    return answer;
  }
}
