package io.headrace.broker.life;

import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.ControllerLine.Question;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.broker.Heartbeat.CaughtUp;
import io.headrace.controller.broker.Heartbeat.Verdict;
import io.headrace.controller.broker.Heartbeat.Wish;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerHeartbeatResponseData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Feature;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Listener;
import org.apache.kafka.common.message.BrokerRegistrationResponseData;

/// Speaks with the controller of this node where that is the active one, and else by wire.
///
/// Runs on: the reactor.
public final class NearestChannel implements ControllerChannel {
  private static final short REGISTRATION_VERSION = 4;
  private static final short HEARTBEAT_VERSION = 1;
  private static final int REGISTRATION_TIMEOUT_MS = 5_000;

  /// So that another try is possible before the session ends.
  private static final int HEARTBEAT_TIMEOUT_MS = 1_200;

  private static final long NS_PER_MS = 1_000_000;

  private final Controller here;
  private final ControllerLine line;

  /// @param line of its own: when it closes, the controller takes this broker for gone
  public NearestChannel(Controller here, ControllerLine line) {
    this.here = here;
    this.line = line;
  }

  @Override
  public void register(Applicant applicant, Consumer<Outcome<Long>> reply) {
    if (here.isActive()) {
      here.registerBroker(Request.change(REGISTRATION_TIMEOUT_MS), applicant, reply);
      return;
    }
    line.ask(
        new Question<>(
            ApiKey.BROKER_REGISTRATION,
            REGISTRATION_VERSION,
            message(applicant),
            new BrokerRegistrationResponseData()),
        REGISTRATION_TIMEOUT_MS * NS_PER_MS,
        answer -> outcome(answer.errorCode(), answer.brokerEpoch()),
        reply);
  }

  @Override
  public void heartbeat(Heartbeat heartbeat, Consumer<Outcome<Heartbeat.Answer>> reply) {
    if (here.isActive()) {
      here.heartbeat(Request.change(HEARTBEAT_TIMEOUT_MS), heartbeat, reply);
      return;
    }
    var message =
        new BrokerHeartbeatRequestData()
            .setBrokerId(heartbeat.brokerId())
            .setBrokerEpoch(heartbeat.brokerEpoch())
            .setCurrentMetadataOffset(heartbeat.metadataOffset())
            .setWantFence(heartbeat.wish() == Wish.FENCED)
            .setWantShutDown(heartbeat.wish() == Wish.SHUT_DOWN);
    line.ask(
        new Question<>(
            ApiKey.BROKER_HEARTBEAT, HEARTBEAT_VERSION, message, new BrokerHeartbeatResponseData()),
        HEARTBEAT_TIMEOUT_MS * NS_PER_MS,
        answer -> outcome(answer.errorCode(), answerOf(heartbeat, answer)),
        reply);
  }

  private static <R> Outcome<R> outcome(short errorCode, R reply) {
    ErrorCode error = ErrorCode.ofCode(errorCode);
    return error == ErrorCode.NONE
        ? new Outcome.Done<>(reply)
        : new Outcome.Refused<>(new Refusal(error, null));
  }

  private static Heartbeat.Answer answerOf(
      Heartbeat heartbeat, BrokerHeartbeatResponseData answer) {
    Verdict serving = heartbeat.wish() == Wish.SHUT_DOWN ? Verdict.LEAVING : Verdict.SERVING;
    Verdict staying = answer.isFenced() ? Verdict.FENCED : serving;
    return new Heartbeat.Answer(
        answer.isCaughtUp() ? CaughtUp.YES : CaughtUp.NO,
        answer.shouldShutDown() ? Verdict.MAY_GO : staying);
  }

  private static BrokerRegistrationRequestData message(Applicant applicant) {
    var message =
        new BrokerRegistrationRequestData()
            .setBrokerId(applicant.brokerId())
            .setClusterId(applicant.clusterId() == null ? "" : applicant.clusterId())
            .setIncarnationId(
                new Uuid(
                    applicant.incarnation().mostSignificantBits(),
                    applicant.incarnation().leastSignificantBits()))
            .setRack(applicant.rack())
            .setLogDirs(
                applicant.directories().stream()
                    .map(it -> new Uuid(it.mostSignificantBits(), it.leastSignificantBits()))
                    .toList());
    applicant
        .endpoints()
        .forEach(each ->
            message
                .listeners()
                .add(
                    new Listener()
                        .setName(each.listener())
                        .setHost(each.host())
                        .setPort(each.port())));
    applicant
        .features()
        .forEach(each ->
            message
                .features()
                .add(
                    new Feature()
                        .setName(each.name())
                        .setMinSupportedVersion((short) each.minLevel())
                        .setMaxSupportedVersion((short) each.maxLevel())));
    return message;
  }
}
