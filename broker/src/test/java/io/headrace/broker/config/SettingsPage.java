package io.headrace.broker.config;

import io.headrace.metadata.config.BrokerConfigKeys;
import io.headrace.metadata.config.GroupConfigKeys;
import java.util.Collection;
import java.util.stream.Collectors;

/// The page of settings, as the table has them.
public final class SettingsPage {

  private SettingsPage() {}

  private static final String INTRODUCTION =
      """
      # Settings of a node

      This page is made from the table of settings; a test fails when it is stale.

      Settings have Kafka's names, units and meanings. They come from a file in the form of Kafka's
      `server.properties` (`--config FILE`) and from the command line (`--set KEY=VALUE`, `--data DIR`),
      which goes before the file. A node needs none of them.

      """;

  private static final String THE_REST =
      """

      ## Other names

      - Every topic config has a broker-wide default under Kafka's name for it (`log.cleaner.min.cleanable.ratio`
        for `min.cleanable.dirty.ratio`, and so on). These are taken as well.
      - Kafka's other broker settings mean nothing here. They are accepted, so that a `server.properties` of Kafka
        can be used as it is, and a line of the log names them. A value that Kafka would refuse is refused.
      - What asks for protection that is not there yet (`authorizer.class.name`, a listener with TLS or SASL) is an
        error rather than ignored.
      - Any other name is an error that suggests the nearest one.

      ## What can be changed while it runs

      Kafka's names for the defaults of topic configs, for one broker or for all (`kafka-configs --entity-type brokers`),
      and these:

      | config | default | |
      |---|---|---|
      %s
      ## Configs of groups

      All that Kafka has can be set for a group, with its checks, and are described. None has an effect yet: those
      that begin with `consumer.` are for consumer groups of KIP-848, those with `share.` and `streams.` for share
      and streams groups, and none of these is served so far. Classic groups bring their timeouts with each member.

      | config | default |
      |---|---|
      %s
      ## Logs that belong to no topic

      A log directory may hold logs of topics that the node does not know: because the directory came from
      another node, or the metadata was lost. They may be all that is left of somebody's records, so they are
      kept, and every start names each with its path and size. `./headrace start --delete-stray-logs` deletes
      them (as does `headrace.stray.logs=delete`; the default is `keep`). Only if the node learns from the metadata log itself
      that a topic was deleted while it was away, its logs are deleted without a word.
      """;

  public static String text() {
    return INTRODUCTION
        + table(SettingTable.BY_NAME.values())
        + "\n## What hardly anybody sets\n\n"
        + table(SettingTable.RARE.values())
        + THE_REST.formatted(ownDynamicConfigs(), groupConfigs());
  }

  private static String table(Collection<Setting> settings) {
    var table = new StringBuilder("| setting | default | values | |\n|---|---|---|---|\n");
    for (Setting setting : settings) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                  setting.form(),
                  setting.documentation()));
    }
    return table.toString();
  }

  /// Those that stand for no topic's config.
  private static String ownDynamicConfigs() {
    return BrokerConfigKeys.OWN.stream()
        .map(key ->
            "| `%s` | `%s` | %s |\n".formatted(key.name(), key.defaultValue(), key.documentation()))
        .collect(Collectors.joining());
  }

  private static String groupConfigs() {
    return GroupConfigKeys.KEYS.all().stream()
        .map(key -> "| `%s` | `%s` |\n".formatted(key.name(), key.defaultValue()))
        .collect(Collectors.joining());
  }
}
