package io.headrace.group;

import io.headrace.coordinator.Caller;
import io.headrace.protocol.ErrorCode;

/// Asks the controller to make the offsets topic.
@FunctionalInterface
public interface OffsetsTopicCreation {

  /// The answer is an error code, NONE also if the topic exists already. It may come before or
  /// after the image in which the topic is.
  void create(OffsetsTopic topic, Caller<ErrorCode> done);
}
