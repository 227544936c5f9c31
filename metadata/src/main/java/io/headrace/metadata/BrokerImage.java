package io.headrace.metadata;

import io.headrace.base.PartitionId;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A registered broker.
///
/// @param epoch of its registration
/// @param features the levels of each feature that it can work at
/// @param directories its log directories
/// @param offlineReplicas what it holds in log directories that failed since it registered, in
///   order
public record BrokerImage(
    int id,
    long epoch,
    Incarnation incarnation,
    @Nullable String rack,
    List<Endpoint> endpoints,
    List<SupportedFeature> features,
    List<DirectoryId> directories,
    Standing standing,
    List<PartitionId> offlineReplicas) {
  public BrokerImage {
    endpoints = List.copyOf(endpoints);
    features = List.copyOf(features);
    directories = List.copyOf(directories);
    offlineReplicas = List.copyOf(offlineReplicas);
  }

  /// How far a broker is part of the cluster's work.
  ///
  /// ```
  ///  registered ──> FENCED ──caught up──> IN_SERVICE ──wants to stop──> LEAVING
  ///                   ^                       |                            |
  ///                   +──────silent, gone─────+────────────────────────────+
  /// ```
  public enum Standing {
    /// Kept from leading, from in-sync sets, and from clients' eyes.
    FENCED,
    IN_SERVICE,
    /// About to stop: serves on, but leads nothing and joins no in-sync set any more.
    LEAVING
  }

  /// Whether it is kept from leading and from clients' eyes.
  public boolean fenced() {
    return standing == Standing.FENCED;
  }

  /// Whether it can lead and be in sync.
  public boolean inService() {
    return standing == Standing.IN_SERVICE;
  }

  /// Whether its replica of this partition cannot be used until it starts again.
  public boolean isOffline(PartitionId partition) {
    return Collections.binarySearch(offlineReplicas, partition) >= 0;
  }

  /// Where clients of a listener reach it; null if it does not have that listener.
  public @Nullable Endpoint endpoint(String listener) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.listener().equals(listener)) {
        return endpoint;
      }
    }
    return null;
  }

  BrokerImage with(Standing now) {
    return new BrokerImage(
        id, epoch, incarnation, rack, endpoints, features, directories, now, offlineReplicas);
  }

  BrokerImage without(List<PartitionId> replicas) {
    var offline = new TreeSet<>(offlineReplicas);
    offline.addAll(replicas);
    return new BrokerImage(
        id,
        epoch,
        incarnation,
        rack,
        endpoints,
        features,
        directories,
        standing,
        List.copyOf(offline));
  }

  /// Where clients reach it, by the name of the listener.
  public record Endpoint(String listener, String host, int port) {}

  /// The lowest and highest level of a feature that a broker can work at.
  public record SupportedFeature(String name, int minLevel, int maxLevel) {

    public boolean covers(int level) {
      return minLevel <= level && level <= maxLevel;
    }
  }
}
