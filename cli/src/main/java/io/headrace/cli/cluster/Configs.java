package io.headrace.cli.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of topics, nodes and groups.
public interface Configs {

  /// Every setting of a scope, in the order of their names.
  List<Setting> describe(Scope scope);

  void change(Scope scope, Change change, Effect effect);

  /// What settings are of.
  sealed interface Scope {
    record OfTopic(String name) implements Scope {}

    record OfNode(int id) implements Scope {}

    /// All nodes, unless one says otherwise.
    record OfAllNodes() implements Scope {}

    record OfGroup(String name) implements Scope {}

    /// Such as `topic orders`.
    default String shown() {
      return switch (this) {
        case OfTopic topic -> "topic " + topic.name();
        case OfNode node -> "node " + node.id();
        case OfAllNodes _ -> "all nodes";
        case OfGroup group -> "group " + group.name();
      };
    }
  }

  /// @param unset keys that go back to what they inherit
  record Change(Map<String, String> set, List<String> unset) {
    public Change {
      unset = List.copyOf(unset);
    }
  }

  /// One setting as it is.
  ///
  /// @param value empty if it has none, or is a secret
  /// @param layers every place that gives it a value, the one that counts first
  record Setting(
      String key,
      Optional<String> value,
      Origin origin,
      Nature nature,
      String type,
      Optional<String> documentation,
      List<Layer> layers) {
    public Setting {
      layers = List.copyOf(layers);
    }
  }

  /// A place that gives a setting a value, and the key it has there.
  record Layer(String key, Optional<String> value, Origin origin) {}

  /// Whether a setting can be changed while the node runs, and may be shown.
  enum Nature {
    CHANGEABLE,
    FIXED,
    SECRET
  }

  /// Where a value was set.
  enum Origin {
    TOPIC("the topic"),
    GROUP("the group"),
    NODE("this node, while running"),
    ALL_NODES("all nodes, while running"),
    FILE("the node's start: its file or --set"),
    DEFAULT("default"),
    UNKNOWN("unknown");

    private final String shown;

    Origin(String shown) {
      this.shown = shown;
    }

    public String shown() {
      return shown;
    }
  }
}
