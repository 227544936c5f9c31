package io.headrace.broker.peer;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.ControllerLine.Question;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.InSyncResult;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.KafkaIds;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposals;
import io.headrace.runtime.Reactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.message.AlterPartitionRequestData;
import org.apache.kafka.common.message.AlterPartitionRequestData.BrokerState;
import org.apache.kafka.common.message.AlterPartitionRequestData.PartitionData;
import org.apache.kafka.common.message.AlterPartitionRequestData.TopicData;
import org.apache.kafka.common.message.AlterPartitionResponseData;
import org.jspecify.annotations.Nullable;

/// Takes the proposals of this broker's leaders to the active controller: all of one turn in one
/// request (AlterPartition).
///
/// Whom the metadata shows to be out of service, or about to go, is not proposed to the controller:
/// it would refuse, and if it goes too, nobody would know for seconds whether such a proposal held.
/// The partition could commit nothing all the while.
///
/// Runs on: the reactor.
public final class ControllerProposals implements InSyncProposals {

  private static final short VERSION = 3;
  private static final int TIMEOUT_MS = 5_000;
  private static final long NS_PER_MS = 1_000_000;

  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private final Supplier<ClusterImage> image;
  private final Controller here;
  private final ControllerLine line;
  private final Reactor reactor;
  private Map<PartitionId, Asked> gathered = new TreeMap<>();

  private record Asked(InSyncProposal proposal, Done done) {}

  /// @param brokerEpoch of this broker's registration
  public ControllerProposals(
      int brokerId,
      LongSupplier brokerEpoch,
      Supplier<ClusterImage> image,
      Controller here,
      ControllerLine line,
      Reactor reactor) {
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.image = image;
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
    refuseHopeless(asked);
    if (asked.isEmpty()) {
      return;
    }
    if (here.isActive()) {
      here.alterInSync(
          Request.change(TIMEOUT_MS),
          brokerId,
          brokerEpoch.getAsLong(),
          asked.values().stream().map(each -> toController(each.proposal())).toList(),
          outcome -> tell(asked, outcome, ControllerProposals::outcomes));
    } else {
      line.ask(
          new Question<>(
              ApiKey.ALTER_PARTITION, VERSION, message(asked), new AlterPartitionResponseData()),
          TIMEOUT_MS * NS_PER_MS,
          ControllerProposals::reply,
          outcome -> tell(asked, outcome, answer -> answer));
    }
  }

  private void refuseHopeless(Map<PartitionId, Asked> asked) {
    List<Asked> hopeless =
        asked.values().stream()
            .filter(each -> !each.proposal().inSync().stream().allMatch(this::mayBeInSync))
            .toList();
    for (Asked each : hopeless) {
      asked.remove(each.proposal().partition());
    }
    for (Asked each : hopeless) {
      each.done().onDone(new Outcome.Refused(ErrorCode.INELIGIBLE_REPLICA));
    }
  }

  private boolean mayBeInSync(InSyncProposal.Member member) {
    BrokerImage broker = image.get().broker(member.brokerId());
    return member.brokerId() == brokerId || (broker != null && broker.inService());
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

  /// What was not answered, or not in time, may hold or not.
  private static <R> void tell(
      Map<PartitionId, Asked> asked,
      io.headrace.controller.decision.Outcome<R> reply,
      Function<R, Map<PartitionId, Outcome>> outcomes) {
    Outcome otherwise = new Outcome.Lost();
    Map<PartitionId, Outcome> known = Map.of();
    switch (reply) {
      case io.headrace.controller.decision.Outcome.Done<R>(R results) ->
          known = outcomes.apply(results);
      case io.headrace.controller.decision.Outcome.Refused<R>(var refusal) -> {
        if (refusal.error() != ErrorCode.REQUEST_TIMED_OUT) {
          otherwise = new Outcome.Refused(refusal.error());
        }
      }
    }
    for (Map.Entry<PartitionId, Asked> each : asked.entrySet()) {
      each.getValue().done().onDone(known.getOrDefault(each.getKey(), otherwise));
    }
  }

  private static Map<PartitionId, Outcome> outcomes(List<InSyncResult> results) {
    var outcomes = new TreeMap<PartitionId, Outcome>();
    for (InSyncResult result : results) {
      PartitionImage now = result.now();
      outcomes.put(
          new PartitionId(result.topicId(), result.partition()),
          now == null
              ? new Outcome.Refused(result.error())
              : new Outcome.Accepted(now.leaderEpoch(), now.partitionEpoch(), now.inSync()));
    }
    return outcomes;
  }

  /// Null if the node that answered is not the controller.
  private static io.headrace.controller.decision.@Nullable Outcome<Map<PartitionId, Outcome>> reply(
      AlterPartitionResponseData answer) {
    return switch (ErrorCode.ofCode(answer.errorCode())) {
      case NONE -> new io.headrace.controller.decision.Outcome.Done<>(outcomes(answer));
      case NOT_CONTROLLER -> null;
      case ErrorCode error ->
          new io.headrace.controller.decision.Outcome.Refused<>(new Refusal(error, null));
    };
  }

  private static Map<PartitionId, Outcome> outcomes(AlterPartitionResponseData answer) {
    var outcomes = new TreeMap<PartitionId, Outcome>();
    for (var topic : answer.topics()) {
      for (var each : topic.partitions()) {
        ErrorCode error = ErrorCode.ofCode(each.errorCode());
        outcomes.put(
            new PartitionId(KafkaIds.fromKafka(topic.topicId()), each.partitionIndex()),
            error == ErrorCode.NONE
                ? new Outcome.Accepted(each.leaderEpoch(), each.partitionEpoch(), each.isr())
                : new Outcome.Refused(error));
      }
    }
    return outcomes;
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
}
