package io.headrace.compatibility;

import org.apache.kafka.common.errors.ApiException;

/// One call of a method of kafka-clients' Admin, and what comes of it.
///
/// @param method its name
/// @param story what is special about this call
/// @param kafkas what comes of it with Apache Kafka: the answer as text, or the name of the
///   exception
/// @param ours what comes of it here
record AdminCall(String method, String story, Question question, String kafkas, String ours) {

  /// Asks, and boils the answer down to what does not differ from one run to the next.
  interface Question {
    Object ask(AdminStage stage);
  }

  static AdminCall same(String method, String story, Question question, Object expected) {
    String text = expected.toString();
    return new AdminCall(method, story, question, text, text);
  }

  /// A call of which something else comes here, and is meant to.
  static AdminCall differs(
      String method, String story, Question question, Object kafkas, Object ours) {
    return new AdminCall(method, story, question, kafkas.toString(), ours.toString());
  }

  /// A method whose API belongs to a later stage: the client says so at once, by itself.
  static AdminCall later(String method, Question question, Object kafkas) {
    return new AdminCall(
        method, "of a later stage", question, kafkas.toString(), "UnsupportedVersionException");
  }

  String outcome(AdminStage stage) {
    try {
      return String.valueOf(question.ask(stage));
    } catch (ApiException e) {
      return e.getClass().getSimpleName();
    }
  }
}
