package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// The settings that every client of a command has.
final class ClientSettings {

  private ClientSettings() {}

  /// A new map, to be added to.
  ///
  /// @throws Failure if the file of `--client-config` cannot be read
  static Map<String, Object> of(Target target) {
    int timeoutMs = Math.toIntExact(target.timeout().toMillis());
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", target.bootstrap());
    settings.put("client.id", "headrace-cli");
    settings.put("default.api.timeout.ms", timeoutMs);
    settings.put("request.timeout.ms", timeoutMs);
    settings.put("reconnect.backoff.ms", 50);
    settings.put("reconnect.backoff.max.ms", 500);
    // A command is over before anybody could look at its metrics.
    settings.put("metric.reporters", "");
    settings.put("enable.metrics.push", false);
    target.clientProperties().ifPresent(file -> addFrom(file, settings));
    return settings;
  }

  private static void addFrom(Path file, Map<String, Object> settings) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw Failure.usage(
          "cannot read " + file, String.valueOf(e), "--client-config FILE with a file that exists");
    }
    for (String key : properties.stringPropertyNames()) {
      settings.put(key, properties.getProperty(key));
    }
  }
}
