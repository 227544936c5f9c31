package io.headrace.broker.peer;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.protocol.PeerMessages;
import io.headrace.replication.InSyncProposal;
import io.headrace.replication.InSyncProposals;
import io.headrace.runtime.Reactor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData.BrokerState;
import org.apache.kafka.common.message.AlterPartitionResponseData;

/// Proposals for in-sync sets, by Kafka's AlterPartition. What is proposed in one turn travels in
/// one request.
public final class InSyncLine implements InSyncProposals {

  private static final short VERSION = 3;
  private static final long TIMEOUT_NS = 3_000_000_000L;

  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private final Reactor reactor;
  private final ControllerLine line;
  private Map<PartitionId, Waiting> next = new LinkedHashMap<>();

  private record Waiting(InSyncProposal proposal, Done done) {}

  /// @param brokerEpoch of this broker's registration
  public InSyncLine(int brokerId, LongSupplier brokerEpoch, Reactor reactor, ControllerLine line) {
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.reactor = reactor;
    this.line = line;
  }

  @Override
  public void propose(InSyncProposal proposal, Done done) {
    if (next.isEmpty()) {
      reactor.atEndOfTurn(this::send);
    }
    Waiting before = next.put(proposal.partition(), new Waiting(proposal, done));
    if (before != null) {
      reactor.execute(() -> before.done.onDone(new Outcome.Lost()));
    }
  }

  private void send() {
    Map<PartitionId, Waiting> sent = next;
    next = new LinkedHashMap<>();
    var request =
        new AlterPartitionRequestData()
            .setBrokerId(brokerId)
            .setBrokerEpoch(brokerEpoch.getAsLong())
            .setTopics(topics(sent));
    line.ask(
        PeerMessages.encode(ApiKey.ALTER_PARTITION, VERSION, 0, request),
        TIMEOUT_NS,
        new ControllerLine.Answered() {
          @Override
          public boolean onAnswer(ByteBuffer frame) {
            return take(frame, sent);
          }

          @Override
          public void onTimeout(String why) {
            sent.values().forEach(each -> each.done.onDone(new Outcome.Lost()));
          }
        });
  }

  private static List<AlterPartitionRequestData.TopicData> topics(
      Map<PartitionId, Waiting> proposals) {
    Map<TopicId, AlterPartitionRequestData.TopicData> topics = new LinkedHashMap<>();
    for (Waiting each : proposals.values()) {
      InSyncProposal proposal = each.proposal;
      topics
          .computeIfAbsent(
              proposal.partition().topicId(),
              id ->
                  new AlterPartitionRequestData.TopicData()
                      .setTopicId(KafkaIds.toKafka(id))
                      .setPartitions(new ArrayList<>()))
          .partitions()
          .add(
              new AlterPartitionRequestData.PartitionData()
                  .setPartitionIndex(proposal.partition().partition())
                  .setLeaderEpoch(proposal.leaderEpoch())
                  .setPartitionEpoch(proposal.partitionEpoch())
                  .setNewIsrWithEpochs(
                      proposal.inSync().stream()
                          .map(member ->
                              new BrokerState()
                                  .setBrokerId(member.brokerId())
                                  .setBrokerEpoch(member.brokerEpoch()))
                          .toList()));
    }
    return List.copyOf(topics.values());
  }

  /// Whether that was the controller's answer.
  private static boolean take(ByteBuffer frame, Map<PartitionId, Waiting> sent) {
    if (!(PeerMessages.decode(
            ApiKey.ALTER_PARTITION, VERSION, frame, new AlterPartitionResponseData())
        instanceof Decoding.Decoded<AlterPartitionResponseData>(var answer))) {
      return false;
    }
    ErrorCode error = ErrorCode.ofCode(answer.errorCode());
    if (error == ErrorCode.NOT_CONTROLLER) {
      return false;
    }
    Map<PartitionId, Waiting> left = new HashMap<>(sent);
    for (AlterPartitionResponseData.TopicData topic : answer.topics()) {
      for (AlterPartitionResponseData.PartitionData each : topic.partitions()) {
        var id = new PartitionId(KafkaIds.fromKafka(topic.topicId()), each.partitionIndex());
        Waiting waiting = left.remove(id);
        if (waiting != null) {
          waiting.done.onDone(outcome(each));
        }
      }
    }
    Outcome rest = error == ErrorCode.NONE ? new Outcome.Lost() : new Outcome.Refused(error);
    left.values().forEach(each -> each.done.onDone(rest));
    return true;
  }

  private static Outcome outcome(AlterPartitionResponseData.PartitionData answer) {
    ErrorCode error = ErrorCode.ofCode(answer.errorCode());
    return error == ErrorCode.NONE
        ? new Outcome.Accepted(answer.leaderEpoch(), answer.partitionEpoch(), answer.isr())
        : new Outcome.Refused(error);
  }
}
