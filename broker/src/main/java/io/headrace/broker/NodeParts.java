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
///
/// @param specialTopics those that are not made with the defaults when a client asks for them
record NodeParts(
    NodeConfig config,
    NodePorts ports,
    Supplier<ClusterImage> image,
    EffectiveConfigs configs,
    LogDirectories directories,
    Partitions partitions,
    ParkedProduces parkedProduces,
    ParkedFetches parkedFetches,
    Controller controller,
    ClusterChanges changes,
    ControllerLine controllerLine,
    ImageArrivals arrivals,
    @Nullable QuorumRequests quorum,
    HeartbeatConnections heartbeats,
    GroupCoordinator groups,
    CoordinatorFinder finder,
    TopicAutoCreation.Special specialTopics) {}
