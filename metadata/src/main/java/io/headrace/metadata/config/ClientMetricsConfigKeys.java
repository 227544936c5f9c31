package io.headrace.metadata.config;

import java.util.List;

/// The configs of a subscription to clients' metrics (KIP-714). They are kept; pushing metrics is
/// not served yet.
public final class ClientMetricsConfigKeys {

  public static final ConfigKeys KEYS =
      new ConfigKeys(
          List.of(
              new ConfigKey(
                  "interval.ms",
                  ConfigType.INT,
                  "300000",
                  ValueCheck.between(100, 3_600_000),
                  List.of(),
                  true,
                  "How often a client pushes its metrics."),
              list("metrics", "Prefixes of the names of the metrics to push."),
              list("match", "What clients are meant, as name=pattern pairs.")));

  private ClientMetricsConfigKeys() {}

  private static ConfigKey list(String name, String documentation) {
    return new ConfigKey(
        name, ConfigType.LIST, "", ValueCheck.any(), List.of(), true, documentation);
  }
}
