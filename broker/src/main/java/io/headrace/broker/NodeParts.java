package io.headrace.broker;

import io.headrace.broker.api.admin.ClusterChanges;
import io.headrace.broker.api.admin.TopicAutoCreation;
import io.headrace.broker.api.cluster.HeartbeatConnections;
import io.headrace.broker.config.NodeConfig;
import io.headrace.broker.forward.ControllerLine;
import io.headrace.broker.forward.ImageArrivals;
import io.headrace.controller.Controller;
import io.headrace.group.CoordinatorFinder;
import io.headrace.group.GroupCoordinator;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.quorum.QuorumRequests;
import io.headrace.replication.ParkedFetches;
import io.headrace.replication.ParkedProduces;
import io.headrace.replication.Partitions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the handlers of a node's APIs are made from; each takes only what it needs.
record NodeParts(
    NodeConfig config,
    NodePorts ports,
    Supplier<ClusterImage> image,
    EffectiveConfigs configs,
    Records records,
    Control control,
    Groups groups,
    @Nullable QuorumRequests quorum) {

  /// What stores records, and the requests that wait for them.
  record Records(
      LogDirectories directories,
      Partitions partitions,
      ParkedProduces parkedProduces,
      ParkedFetches parkedFetches) {}

  /// What changes the cluster's metadata, here or on the node whose controller is active.
  ///
  /// @param line carries whole requests of clients there
  /// @param arrivals tells when what was decided there is known here
  record Control(
      Controller controller,
      ClusterChanges changes,
      ControllerLine line,
      ImageArrivals arrivals,
      HeartbeatConnections heartbeats) {}

  /// What serves consumer groups.
  ///
  /// @param specialTopics those that are not made with the defaults when a client asks for them
  record Groups(
      GroupCoordinator coordinator,
      CoordinatorFinder finder,
      TopicAutoCreation.Special specialTopics) {}
}
