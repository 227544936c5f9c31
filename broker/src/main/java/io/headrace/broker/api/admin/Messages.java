package io.headrace.broker.api.admin;

import io.headrace.controller.decision.Refusal;

/// The words that go with an error.
final class Messages {

  private Messages() {}

  /// The refusal's own, or those that Kafka's clients know the error by.
  static String of(Refusal refusal) {
    String message = refusal.message();
    return message == null ? refusal.error().message() : message;
  }
}
