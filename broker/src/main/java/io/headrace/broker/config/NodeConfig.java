package io.headrace.broker.config;

import io.headrace.controller.feature.ReleaseFeatures;
import io.headrace.controller.feature.ReleaseFeatures.Levels;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that is fixed when a node starts, one part for each room that needs some of it.
///
/// @param settings what was set, by Kafka's names: groups take theirs from it, and the broker-wide
///   defaults of topic configs are looked up in it
/// @param notices lines for the log
public record NodeConfig(
    Identity identity,
    Storage storage,
    Network network,
    Quorum quorum,
    NewTopics newTopics,
    Fetching fetching,
    Settings settings,
    List<String> notices) {

  /// @param rack null if it was not said
  public record Identity(int nodeId, Roles roles, @Nullable String rack) {}

  public record Storage(
      List<Path> logDirs,
      long retentionCheckMs,
      long checkIntervalMs,
      Scrub scrub,
      StrayLogs strayLogs) {}

  /// How closed segments are looked through for rot.
  public record Scrub(long bytesPerSecond, int intervalHours) {}

  /// What becomes of logs that belong to no topic (`--delete-stray-logs`).
  public enum StrayLogs {
    KEEP,
    DELETE
  }

  /// @param listeners for clients
  /// @param advertised what clients are told, by listener; only those that differ
  public record Network(
      List<Endpoint> listeners,
      Map<String, Endpoint> advertised,
      int maxRequestBytes,
      long queuedMaxRequestBytes,
      int maxConnections,
      int maxConnectionsPerIp,
      long connectionsMaxIdleMs) {}

  public record NewTopics(
      int numPartitions, short replicationFactor, boolean autoCreate, boolean deletable) {}

  /// @param byRack whether consumers are sent to replicas in their own rack
  public record Fetching(int maxBytes, int sessionSlots, boolean byRack) {}

  /// Checks and sorts what was given.
  ///
  /// @param given by name; a later source has replaced an earlier one already
  public static NodeConfig of(Map<String, String> given) throws BadConfigException {
    Settings settings = Settings.of(given);
    Roles roles = Roles.of(settings);
    Listeners listeners = Listeners.of(settings, roles);
    String rack = settings.value("broker.rack");
    return new NodeConfig(
        new Identity(settings.intValue("node.id"), roles, rack.isEmpty() ? null : rack),
        new Storage(
            logDirs(settings),
            settings.longValue("log.retention.check.interval.ms"),
            Math.min(
                settings.longValue("log.retention.check.interval.ms"),
                settings.longValue("producer.id.expiration.check.interval.ms")),
            new Scrub(
                settings.longValue("headrace.scrub.bytes.per.second"),
                settings.intValue("headrace.scrub.interval.hours")),
            settings.value("headrace.stray.logs").equals("delete")
                ? StrayLogs.DELETE
                : StrayLogs.KEEP),
        network(settings, listeners),
        Quorum.of(settings, listeners, roles),
        new NewTopics(
            settings.intValue("num.partitions"),
            (short) settings.intValue("default.replication.factor"),
            settings.isTrue("auto.create.topics.enable"),
            settings.isTrue("delete.topic.enable")),
        new Fetching(
            settings.intValue("fetch.max.bytes"),
            settings.intValue("max.incremental.fetch.session.cache.slots"),
            settings.value("replica.selector.class").endsWith(".RackAwareReplicaSelector")),
        settings,
        settings.notices());
  }

  /// The same node, whose controller listener was given a port when it was opened.
  public NodeConfig withControllerPort(int port) {
    return new NodeConfig(
        identity, storage, network, quorum.withPort(port), newTopics, fetching, settings, notices);
  }

  /// What this node can do, and tells the others of.
  public List<SupportedFeature> features() {
    return ReleaseFeatures.of(
        settings.isTrue("unstable.feature.versions.enable") ? Levels.WITH_NEXT : Levels.RELEASED);
  }

  private static List<Path> logDirs(Settings settings) throws BadConfigException {
    List<Path> paths =
        Setting.words(settings.value("log.dirs")).stream()
            .map(word -> Path.of(word).toAbsolutePath().normalize())
            .toList();
    if (paths.isEmpty()) {
      throw new BadConfigException("log.dirs: at least one directory is needed");
    }
    if (paths.stream().distinct().count() < paths.size()) {
      throw new BadConfigException("log.dirs: a directory is there twice");
    }
    return paths;
  }

  private static Network network(Settings settings, Listeners listeners) {
    return new Network(
        listeners.clients(),
        listeners.advertised(),
        settings.intValue("socket.request.max.bytes"),
        settings.longValue("queued.max.request.bytes"),
        settings.intValue("max.connections"),
        settings.intValue("max.connections.per.ip"),
        settings.longValue("connections.max.idle.ms"));
  }
}
