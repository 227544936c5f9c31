package io.headrace.broker.life;

import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.broker.Heartbeat;
import io.headrace.controller.decision.Outcome;
import java.util.function.Consumer;

/// How a broker speaks with the active controller, wherever that is. Each reply comes exactly once;
/// a request that got lost, or found no controller, is refused with REQUEST_TIMED_OUT or
/// NOT_CONTROLLER, and may have been carried out.
public interface ControllerChannel {

  /// @param reply hears the broker's epoch
  void register(Applicant applicant, Consumer<Outcome<Long>> reply);

  void heartbeat(Heartbeat heartbeat, Consumer<Outcome<Heartbeat.Answer>> reply);
}
