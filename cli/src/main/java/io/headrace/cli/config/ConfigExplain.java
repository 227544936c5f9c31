package io.headrace.cli.config;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs.Layer;
import io.headrace.cli.cluster.Configs.Nature;
import io.headrace.cli.cluster.Configs.Origin;
import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.cluster.Configs.Setting;
import io.headrace.cli.cluster.Topics.TopicSummary;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.SettingsView;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Listing;
import java.util.List;
import java.util.Optional;

/// What a setting means, and why it has the value that it has.
public final class ConfigExplain implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("config explain", "Say what a setting means and where its value comes from")
        .operand("KEY", "the setting, of a node or of a topic", Arity.ONE)
        .options(ScopeOptions.TOPIC, ScopeOptions.NODE, ScopeOptions.ALL_NODES, ScopeOptions.GROUP)
        .note(
            "Without an option, a key that no node has is looked up in the first topic, to explain"
                + " settings\nof topics as well.")
        .example("headrace config explain log.retention.hours")
        .example("headrace config explain retention.ms --topic orders");
  }

  @Override
  public void run(Session session) {
    String key = session.arguments().word(0);
    Scope scope = ScopeOptions.scope(session);
    List<Setting> settings = session.cluster().configs().describe(scope);
    boolean unknownToNode =
        scope instanceof Scope.OfNode
            && settings.stream().noneMatch(setting -> setting.key().equals(key));
    if (unknownToNode) {
      Optional<TopicSummary> topic = anyTopic(session.cluster());
      if (topic.isPresent()) {
        var ofTopic = new Scope.OfTopic(topic.get().name());
        List<Setting> topicSettings = session.cluster().configs().describe(ofTopic);
        if (topicSettings.stream().anyMatch(setting -> setting.key().equals(key))) {
          scope = ofTopic;
          settings = topicSettings;
        }
      }
    }
    session.output().show(card(SettingsView.find(settings, key, scope), scope));
  }

  private static Optional<TopicSummary> anyTopic(Cluster cluster) {
    return cluster.topics().list().stream().findFirst();
  }

  private static Card card(Setting setting, Scope scope) {
    var layers = new Listing("set_by", "key", "value");
    Optional<String> fallback = Optional.empty();
    for (Layer layer : setting.layers()) {
      if (layer.origin() == Origin.DEFAULT) {
        fallback = layer.value().map(value -> withKey(value, layer, setting));
      }
      layers.add(layer.origin().shown(), layer.key(), secretOr(setting, layer.value()));
    }
    if (fallback.isEmpty() && setting.origin() == Origin.DEFAULT) {
      fallback = setting.value();
    }
    return new Card()
        .fact("key", setting.key())
        .fact("of", scope.shown())
        .fact("meaning", setting.documentation())
        .fact("type", setting.type())
        .fact("default", secretOr(setting, fallback))
        .fact("value", SettingsView.shownValue(setting))
        .fact("set_by", setting.origin().shown())
        .fact("changeable", setting.nature() != Nature.FIXED)
        .parts("layers", layers);
  }

  /// A default often stands under another key, in another unit.
  private static String withKey(String value, Layer layer, Setting setting) {
    return layer.key().equals(setting.key()) ? value : value + " (" + layer.key() + ")";
  }

  private static Object secretOr(Setting setting, Optional<String> value) {
    return setting.nature() == Nature.SECRET ? "(secret)" : value;
  }
}
