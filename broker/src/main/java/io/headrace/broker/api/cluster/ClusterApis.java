package io.headrace.broker.api.cluster;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiRow.MemoryEstimate;
import io.headrace.controller.Controller;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ApiKey;
import java.util.List;
import java.util.function.Supplier;

/// The rows of this room in the tables of APIs.
public final class ClusterApis {

  private ClusterApis() {}

  /// What brokers ask of the active controller, for the table of the controller listener.
  ///
  /// @param nodeId of this node
  /// @param heartbeats has to be told of connections of that listener that close
  public static List<ApiRow> betweenNodes(
      int nodeId, Controller controller, HeartbeatConnections heartbeats) {
    return List.of(
        ApiRow.of(
            ApiKey.ALTER_PARTITION,
            2,
            3,
            new AlterPartitionHandler(controller),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.BROKER_REGISTRATION,
            0,
            4,
            new BrokerRegistrationHandler(controller, nodeId),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.BROKER_HEARTBEAT,
            0,
            2,
            new BrokerHeartbeatHandler(controller, heartbeats),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.ALLOCATE_PRODUCER_IDS,
            0,
            0,
            new AllocateProducerIdsHandler(controller),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.ASSIGN_REPLICAS_TO_DIRS,
            0,
            0,
            new AssignReplicasToDirsHandler(controller),
            MemoryEstimate.OBJECTS));
  }

  /// What operators ask, for the tables of all listeners. Only the active controller can serve it:
  /// elsewhere it is forwarded.
  public static List<ApiRow> ofOperators(Controller controller, Supplier<ClusterImage> image) {
    return List.of(
        ApiRow.of(
            ApiKey.ELECT_LEADERS,
            0,
            2,
            new ElectLeadersHandler(controller),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.ALTER_PARTITION_REASSIGNMENTS,
            0,
            1,
            new AlterPartitionReassignmentsHandler(controller),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.LIST_PARTITION_REASSIGNMENTS,
            0,
            0,
            new ListPartitionReassignmentsHandler(image),
            MemoryEstimate.CLUSTER_WIDE),
        ApiRow.of(
            ApiKey.UPDATE_FEATURES,
            0,
            2,
            new UpdateFeaturesHandler(controller),
            MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.UNREGISTER_BROKER,
            0,
            0,
            new UnregisterBrokerHandler(controller),
            MemoryEstimate.OBJECTS));
  }
}
