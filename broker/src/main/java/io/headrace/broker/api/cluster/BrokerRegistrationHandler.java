package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.decision.Outcome;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.Incarnation;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationResponseData;

/// BrokerRegistration: a broker becomes part of the cluster, fenced at first (KIP-631).
///
/// The broker in the controller's own process does not come this way, so whoever says here to be it
/// is another.
public final class BrokerRegistrationHandler
    implements ApiHandler<BrokerRegistrationRequestData, BrokerRegistrationResponseData> {
  private static final int TIMEOUT_MS = 5_000;

  private final Controller controller;
  private final int ownBroker;

  /// @param ownBroker the id of the broker in this process
  public BrokerRegistrationHandler(Controller controller, int ownBroker) {
    this.controller = controller;
    this.ownBroker = ownBroker;
  }

  @Override
  public void handle(ApiCall<BrokerRegistrationRequestData, BrokerRegistrationResponseData> call) {
    if (call.request().brokerId() == ownBroker && controller.isActive()) {
      call.reply(
          new BrokerRegistrationResponseData()
              .setErrorCode(ErrorCode.DUPLICATE_BROKER_REGISTRATION.code()));
      return;
    }
    controller.registerBroker(
        Request.change(TIMEOUT_MS),
        applicant(call.request()),
        call.later(outcome -> call.reply(answer(outcome))));
  }

  private static Applicant applicant(BrokerRegistrationRequestData request) {
    var endpoints = new ArrayList<Endpoint>();
    request
        .listeners()
        .forEach(each -> endpoints.add(new Endpoint(each.name(), each.host(), each.port())));
    var features = new ArrayList<SupportedFeature>();
    request
        .features()
        .forEach(each ->
            features.add(
                new SupportedFeature(
                    each.name(), each.minSupportedVersion(), each.maxSupportedVersion())));
    return new Applicant(
        request.brokerId(),
        request.clusterId(),
        new Incarnation(
            request.incarnationId().getMostSignificantBits(),
            request.incarnationId().getLeastSignificantBits()),
        request.rack(),
        endpoints,
        features,
        request.logDirs().stream()
            .map(id -> new DirectoryId(id.getMostSignificantBits(), id.getLeastSignificantBits()))
            .toList(),
        Standing.FENCED);
  }

  private static BrokerRegistrationResponseData answer(Outcome<Long> outcome) {
    var answer = new BrokerRegistrationResponseData();
    return switch (outcome) {
      case Outcome.Done<Long>(Long epoch) -> answer.setBrokerEpoch(epoch);
      case Outcome.Refused<Long>(var refusal) -> answer.setErrorCode(refusal.error().code());
    };
  }
}
