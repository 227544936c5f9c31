package io.headrace.broker.life;

import io.headrace.controller.decision.Refusal;

/// Hears how a broker's life goes.
public interface LifeEvents {

  /// It is part of the cluster's work: it leads, follows, and is seen by clients.
  void onServing();

  /// It is not, or not any more: fenced, or unknown to the controller. It goes on trying.
  void onFenced();

  /// No controller was heard for as long as a session lasts: others may lead by now what this
  /// broker led.
  void onCutOff();

  /// After that, a controller is there again.
  void onHeardAgain();

  /// It cannot be part of this cluster, and trying again would not help.
  void onRejected(Refusal refusal);

  /// It may stop now; told once, after [BrokerLife#leave].
  void onMayGo();
}
