package io.headrace.cli.config;

import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.cluster.Nodes.NodeSummary;
import io.headrace.cli.command.Session;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Option;

/// The options that say whose settings are meant.
final class ScopeOptions {

  static final Option<String> TOPIC = Option.text("--topic", "TOPIC", "of this topic");
  static final Option<Integer> NODE =
      Option.number("--node", "ID", "of this node (default: the first of the cluster)");
  static final Option<Boolean> ALL_NODES =
      Option.flag("--all-nodes", "of all nodes that do not say otherwise");
  static final Option<String> GROUP = Option.text("--group", "GROUP", "of this consumer group");

  private ScopeOptions() {}

  static Scope scope(Session session) {
    Arguments arguments = session.arguments();
    int count = 0;
    for (Option<?> option : new Option<?>[] {TOPIC, NODE, ALL_NODES, GROUP}) {
      count += arguments.has(option) ? 1 : 0;
    }
    if (count > 1) {
      throw Failure.usage(
          "settings of more than one thing",
          "only one of --topic, --node, --all-nodes and --group makes sense at a time",
          "headrace config get --topic TOPIC");
    }
    if (arguments.has(TOPIC)) {
      return new Scope.OfTopic(arguments.get(TOPIC));
    }
    if (arguments.has(GROUP)) {
      return new Scope.OfGroup(arguments.get(GROUP));
    }
    if (arguments.has(ALL_NODES)) {
      return new Scope.OfAllNodes();
    }
    return new Scope.OfNode(arguments.find(NODE).orElseGet(() -> firstNode(session)));
  }

  private static int firstNode(Session session) {
    return session.cluster().nodes().describe().nodes().stream()
        .mapToInt(NodeSummary::id)
        .min()
        .orElse(0);
  }
}
