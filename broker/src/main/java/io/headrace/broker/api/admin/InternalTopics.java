package io.headrace.broker.api.admin;

import java.util.List;

/// The topics that the broker keeps for itself, which clients are told to leave alone.
final class InternalTopics {
  private static final List<String> NAMES =
      List.of("__consumer_offsets", "__transaction_state", "__share_group_state");

  private InternalTopics() {}

  static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
