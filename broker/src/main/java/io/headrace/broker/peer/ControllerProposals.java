package io.headrace.broker.peer;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.partition.InSyncResult;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData.BrokerState;
import org.apache.kafka.common.message.AlterPartitionRequestData.PartitionData;
import org.apache.kafka.common.message.AlterPartitionRequestData.TopicData;
import org.apache.kafka.common.message.AlterPartitionResponseData;

/// Takes the proposals of this broker's leaders to the active controller: all of one turn in one
/// request (AlterPartition).
///
/// Runs on: the reactor.
public final class ControllerProposals implements InSyncProposals {

  private static final short VERSION = 3;
  private static final int TIMEOUT_MS = 5_000;
  private static final long NS_PER_MS = 1_000_000;

  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private final Controller here;
  private final ControllerLine line;
  private final Reactor reactor;
  private Map<PartitionId, Asked> gathered = new TreeMap<>();

  private record Asked(InSyncProposal proposal, Done done) {}

  /// @param brokerEpoch of this broker's registration
  public ControllerProposals(
      int brokerId,
      LongSupplier brokerEpoch,
      Controller here,
      ControllerLine line,
      Reactor reactor) {
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.here = here;
    this.line = line;
    this.reactor = reactor;
  }

  @Override
  public void propose(InSyncProposal proposal, Done done) {
    if (gathered.isEmpty()) {
      reactor.execute(this::send);
    }
    Asked before = gathered.put(proposal.partition(), new Asked(proposal, done));
    if (before != null) {
      before.done().onDone(new Outcome.Lost());
    }
  }

  private void send() {
    Map<PartitionId, Asked> asked = gathered;
    gathered = new TreeMap<>();
    if (here.isActive()) {
      here.alterInSync(
          Request.change(TIMEOUT_MS),
          brokerId,
          brokerEpoch.getAsLong(),
          asked.values().stream().map(each -> toController(each.proposal())).toList(),
          outcome -> {
            switch (outcome) {
              case io.headrace.controller.decision.Outcome.Done<List<InSyncResult>>(var results) ->
                  tell(asked, results);
              case io.headrace.controller.decision.Outcome.Refused<List<InSyncResult>>(
                      var refusal) ->
                  tellAll(asked, new Outcome.Refused(refusal.error()));
            }
          });
      return;
    }
    ByteBuffer frame = PeerMessages.encode(ApiKey.ALTER_PARTITION, VERSION, 0, message(asked));
    line.ask(frame, TIMEOUT_MS * NS_PER_MS, new Answer(asked));
  }

  private static io.headrace.controller.partition.InSyncProposal toController(
      InSyncProposal proposal) {
    return new io.headrace.controller.partition.InSyncProposal(
        proposal.partition().topicId(),
        proposal.partition().partition(),
        proposal.leaderEpoch(),
        proposal.partitionEpoch(),
        proposal.inSync().stream()
            .map(each ->
                new io.headrace.controller.partition.InSyncProposal.Member(
                    each.brokerId(), each.brokerEpoch()))
            .toList());
  }

  private static void tell(Map<PartitionId, Asked> asked, List<InSyncResult> results) {
    for (InSyncResult result : results) {
      Asked each = asked.remove(new PartitionId(result.topicId(), result.partition()));
      if (each != null) {
        each.done()
            .onDone(
                result.now() == null
                    ? new Outcome.Refused(result.error())
                    : new Outcome.Accepted(
                        result.now().leaderEpoch(),
                        result.now().partitionEpoch(),
                        result.now().inSync()));
      }
    }
    tellAll(asked, new Outcome.Lost());
  }

  private static void tellAll(Map<PartitionId, Asked> asked, Outcome outcome) {
    List.copyOf(asked.values()).forEach(each -> each.done().onDone(outcome));
  }

  private AlterPartitionRequestData message(Map<PartitionId, Asked> asked) {
    Map<TopicId, TopicData> topics = new LinkedHashMap<>();
    for (Asked each : asked.values()) {
      InSyncProposal proposal = each.proposal();
      topics
          .computeIfAbsent(
              proposal.partition().topicId(),
              id -> new TopicData().setTopicId(KafkaIds.toKafka(id)))
          .partitions()
          .add(
              new PartitionData()
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
    return new AlterPartitionRequestData()
        .setBrokerId(brokerId)
        .setBrokerEpoch(brokerEpoch.getAsLong())
        .setTopics(new ArrayList<>(topics.values()));
  }

  /// Reads what the controller said.
  private record Answer(Map<PartitionId, Asked> asked) implements ControllerLine.Answered {

    @Override
    public boolean onAnswer(ByteBuffer frame) {
      if (!(PeerMessages.decode(
              ApiKey.ALTER_PARTITION, VERSION, frame, new AlterPartitionResponseData())
          instanceof Decoding.Decoded<AlterPartitionResponseData>(var answer))) {
        return false;
      }
      ErrorCode error = ErrorCode.ofCode(answer.errorCode());
      if (error == ErrorCode.NOT_CONTROLLER) {
        return false;
      }
      if (error != ErrorCode.NONE) {
        tellAll(asked, new Outcome.Refused(error));
        return true;
      }
      for (var topic : answer.topics()) {
        for (var each : topic.partitions()) {
          var id = new PartitionId(KafkaIds.fromKafka(topic.topicId()), each.partitionIndex());
          Asked of = asked.remove(id);
          if (of != null) {
            of.done().onDone(outcome(each));
          }
        }
      }
      tellAll(asked, new Outcome.Lost());
      return true;
    }

    private static Outcome outcome(AlterPartitionResponseData.PartitionData each) {
      ErrorCode error = ErrorCode.ofCode(each.errorCode());
      return error == ErrorCode.NONE
          ? new Outcome.Accepted(each.leaderEpoch(), each.partitionEpoch(), each.isr())
          : new Outcome.Refused(error);
    }

    @Override
    public void onTimeout(String why) {
      tellAll(asked, new Outcome.Lost());
    }
  }
}
