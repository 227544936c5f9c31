package io.headrace.broker.config;

import java.util.List;

/// What a node is to its cluster (`process.roles`).
public enum Roles {
  /// It keeps records and may vote on metadata.
  BOTH,
  /// It keeps records, and never votes.
  BROKER,
  /// It votes on metadata, has no records, and serves no clients.
  CONTROLLER;

  static Roles of(Settings settings) throws BadConfigException {
    List<String> words = Setting.words(settings.value("process.roles"));
    if (words.isEmpty()) {
      throw new BadConfigException("process.roles: a node is a broker, a controller, or both");
    }
    if (!words.contains("controller")) {
      return BROKER;
    }
    return words.contains("broker") ? BOTH : CONTROLLER;
  }

  /// Whether clients have business with the node.
  public boolean isBroker() {
    return this != CONTROLLER;
  }

  boolean isController() {
    return this != BROKER;
  }
}
