package io.headrace.broker.api.data;

import io.headrace.base.TopicId;

/// One partition as a Fetch request names it: by topic id from version 13 on, by name before.
///
/// @param name empty when the topic is named by id
/// @param id [TopicId#ZERO] when it is named by name
record FetchTarget(String name, TopicId id, int partition) {

  boolean sameTopic(FetchTarget other) {
    return id.equals(other.id) && name.equals(other.name);
  }

  /// From where to read a target, and how much.
  ///
  /// @param currentLeaderEpoch as the client knows it, −1 if it does not
  record Position(long offset, int currentLeaderEpoch, int maxBytes) {}
}
