package io.headrace.broker;

import static io.headrace.broker.api.ApiRow.MemoryEstimate.CLUSTER_WIDE;
import static io.headrace.broker.api.ApiRow.MemoryEstimate.IN_PLACE;
import static io.headrace.broker.api.ApiRow.MemoryEstimate.OBJECTS;
import static io.headrace.broker.api.ApiRow.MemoryEstimate.OF_MEMBERS;
import static io.headrace.broker.api.ApiRow.of;
import static io.headrace.broker.api.ApiRow.ofFrames;
import static io.headrace.protocol.ApiKey.*;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiTable;
import io.headrace.broker.api.admin.AdminApis;
import io.headrace.broker.api.admin.DeleteTopicsHandler.Deletions;
import io.headrace.broker.api.admin.TopicAutoCreation;
import io.headrace.broker.api.cluster.ClusterApis;
import io.headrace.broker.api.data.AlterReplicaLogDirsHandler;
import io.headrace.broker.api.data.ApiVersionsHandler;
import io.headrace.broker.api.data.DeleteRecordsHandler;
import io.headrace.broker.api.data.DescribeLogDirsHandler;
import io.headrace.broker.api.data.DescribeProducersHandler;
import io.headrace.broker.api.data.FetchContexts;
import io.headrace.broker.api.data.FetchHandler;
import io.headrace.broker.api.data.ListOffsetsHandler;
import io.headrace.broker.api.data.NearestReplica;
import io.headrace.broker.api.data.NearestReplica.Selector;
import io.headrace.broker.api.data.NodeFetchHandler;
import io.headrace.broker.api.data.OffsetForLeaderEpochHandler;
import io.headrace.broker.api.data.ProduceHandler;
import io.headrace.broker.api.forward.EnvelopeHandler;
import io.headrace.broker.api.group.DeleteGroupsHandler;
import io.headrace.broker.api.group.DescribeGroupsHandler;
import io.headrace.broker.api.group.FindCoordinatorHandler;
import io.headrace.broker.api.group.HeartbeatHandler;
import io.headrace.broker.api.group.JoinGroupHandler;
import io.headrace.broker.api.group.LeaveGroupHandler;
import io.headrace.broker.api.group.ListGroupsHandler;
import io.headrace.broker.api.group.OffsetCommitHandler;
import io.headrace.broker.api.group.OffsetDeleteHandler;
import io.headrace.broker.api.group.OffsetFetchHandler;
import io.headrace.broker.api.group.SyncGroupHandler;
import io.headrace.broker.api.quorum.QuorumApis;
import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.broker.forward.ForwardedApi;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.OffsetsTopic;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiVersionsAnswer.Served;
import io.headrace.replication.Partitions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The table of APIs: one row for each that is served.
final class ServedApis {

  /// What only the active controller can do: asked of another node, it is forwarded.
  private static final Set<ApiKey> OF_THE_CONTROLLER =
      EnumSet.of(
          CREATE_TOPICS,
          DELETE_TOPICS,
          CREATE_PARTITIONS,
          ALTER_CONFIGS,
          INCREMENTAL_ALTER_CONFIGS,
          DESCRIBE_QUORUM,
          ELECT_LEADERS,
          ALTER_PARTITION_REASSIGNMENTS,
          LIST_PARTITION_REASSIGNMENTS,
          UPDATE_FEATURES,
          UNREGISTER_BROKER,
          ADD_RAFT_VOTER,
          REMOVE_RAFT_VOTER);

  private ServedApis() {}

  static ApiTables tables(NodeParts parts) {
    var admin = new ArrayList<ApiRow>(topics(parts));
    admin.addAll(ClusterApis.ofOperators(parts.control().controller(), parts.image()));
    if (parts.quorum() != null) {
      admin.addAll(QuorumApis.ofOperators(parts.quorum()));
    }
    FetchHandler fetch = fetch(parts);
    ApiTable forClients = complete(forClients(parts, fetch, admin), parts);
    Endpoint betweenNodes = parts.config().quorum().listener();
    return betweenNodes == null
        ? new ApiTables(forClients, null, new ApiTable(List.of()))
        : new ApiTables(
            forClients, betweenNodes.listener(), complete(forNodes(parts, fetch, admin), parts));
  }

  private static List<ApiRow> forClients(NodeParts parts, FetchHandler fetch, List<ApiRow> admin) {
    var rows = new ArrayList<ApiRow>();
    NodeParts.Control control = parts.control();
    rows.addAll(records(parts, fetch));
    rows.addAll(groups(parts));
    for (ApiRow row : admin) {
      boolean forwarded = OF_THE_CONTROLLER.contains(row.apiKey());
      rows.add(
          forwarded
              ? ForwardedApi.of(
                  row, control.controller()::isActive, control.line(), control.arrivals())
              : row);
    }
    return rows;
  }

  /// The controller listener: what nodes ask each other, and what tools may ask a controller.
  private static List<ApiRow> forNodes(NodeParts parts, FetchHandler fetch, List<ApiRow> admin) {
    var rows = new ArrayList<ApiRow>();
    NodeParts.Control control = parts.control();
    var inEnvelopes = new EnumMap<ApiKey, ApiRow>(ApiKey.class);
    for (ApiRow row : admin) {
      if (OF_THE_CONTROLLER.contains(row.apiKey())) {
        rows.add(row);
        inEnvelopes.put(row.apiKey(), row);
      } else if (row.apiKey() == DESCRIBE_CONFIGS) {
        rows.add(row);
      }
    }
    rows.addAll(
        ClusterApis.betweenNodes(
            parts.config().identity().nodeId(), control.controller(), control.heartbeats()));
    if (parts.quorum() != null) {
      for (ApiRow row : QuorumApis.betweenNodes(parts.quorum())) {
        rows.add(row.apiKey() == FETCH ? withReplicas(row, fetch) : row);
      }
    }
    var envelopes =
        new EnvelopeHandler(
            control.controller()::isActive, () -> parts.image().get().offset(), inEnvelopes::get);
    rows.add(of(ENVELOPE, 0, 0, envelopes, OBJECTS));
    return rows;
  }

  /// Fetches of the metadata log and of everything else come by the same API.
  private static ApiRow withReplicas(ApiRow ofMetadata, FetchHandler fetch) {
    return new ApiRow(
        FETCH,
        ofMetadata.lowestVersion(),
        ofMetadata.highestVersion(),
        new NodeFetchHandler(ofMetadata.handler(), fetch::fetch),
        ofMetadata.memory());
  }

  /// The name of the controller listener; empty if there is none.
  private static String betweenNodes(NodeParts parts) {
    Endpoint listener = parts.config().quorum().listener();
    return listener == null ? "" : listener.listener();
  }

  /// With ApiVersions, which tells of all of them.
  private static ApiTable complete(List<ApiRow> served, NodeParts parts) {
    var advertised = new ArrayList<Served>();
    var rows = new ArrayList<ApiRow>(served);
    rows.add(
        of(
            API_VERSIONS,
            0,
            4,
            new ApiVersionsHandler(() -> advertised, parts.config().features(), parts.image()),
            OBJECTS));
    var table = new ApiTable(rows);
    advertised.addAll(table.advertised());
    return table;
  }

  private static List<ApiRow> records(NodeParts parts, FetchHandler fetch) {
    var produce =
        new ProduceHandler(
            parts.image(),
            parts.records().partitions(),
            parts.records().parkedProduces(),
            parts.ports().clock(),
            OffsetsTopic.NAME::equals);
    Supplier<ClusterImage> image = parts.image();
    Partitions partitions = parts.records().partitions();
    List<LogDirectory> directories = parts.records().directories().all();
    return List.of(
        ofFrames(PRODUCE, 3, 13, produce, IN_PLACE),
        ofFrames(FETCH, 4, 18, fetch, OBJECTS),
        of(LIST_OFFSETS, 1, 11, new ListOffsetsHandler(image, partitions), OBJECTS),
        of(
            OFFSET_FOR_LEADER_EPOCH,
            2,
            4,
            new OffsetForLeaderEpochHandler(image, partitions),
            OBJECTS),
        of(
            DELETE_RECORDS,
            0,
            2,
            new DeleteRecordsHandler(
                image, partitions, parts.ports().timers(), OffsetsTopic.NAME::equals),
            OBJECTS),
        of(DESCRIBE_PRODUCERS, 0, 0, new DescribeProducersHandler(image, partitions), OBJECTS),
        of(
            DESCRIBE_LOG_DIRS,
            1,
            5,
            new DescribeLogDirsHandler(image, directories, parts.ports().disk()),
            CLUSTER_WIDE),
        of(
            ALTER_REPLICA_LOG_DIRS,
            1,
            2,
            new AlterReplicaLogDirsHandler(image, directories, partitions.logs()),
            OBJECTS));
  }

  private static FetchHandler fetch(NodeParts parts) {
    return new FetchHandler(
        parts.image(),
        parts.records().partitions(),
        parts.records().parkedFetches(),
        new FetchContexts(
            parts.config().fetching().sessionSlots(),
            parts.ports().clock(),
            parts.ports().random()),
        betweenNodes(parts)::equals,
        new NearestReplica(
            parts.config().identity().nodeId(),
            parts.image(),
            parts.config().fetching().byRack() ? Selector.BY_RACK : Selector.LEADER),
        parts.config().fetching().maxBytes());
  }

  private static List<ApiRow> groups(NodeParts parts) {
    GroupCoordinator groups = parts.groups().coordinator();
    return List.of(
        of(OFFSET_COMMIT, 2, 10, new OffsetCommitHandler(groups, parts.image()), OBJECTS),
        of(OFFSET_FETCH, 1, 10, new OffsetFetchHandler(groups, parts.image()), OBJECTS),
        of(FIND_COORDINATOR, 0, 6, new FindCoordinatorHandler(parts.groups().finder()), OBJECTS),
        of(JOIN_GROUP, 0, 9, new JoinGroupHandler(groups), OF_MEMBERS),
        of(HEARTBEAT, 0, 4, new HeartbeatHandler(groups), OBJECTS),
        of(LEAVE_GROUP, 0, 5, new LeaveGroupHandler(groups), OBJECTS),
        of(SYNC_GROUP, 0, 5, new SyncGroupHandler(groups), OF_MEMBERS),
        of(DESCRIBE_GROUPS, 0, 6, new DescribeGroupsHandler(groups), OBJECTS),
        of(LIST_GROUPS, 0, 5, new ListGroupsHandler(groups), OBJECTS),
        of(DELETE_GROUPS, 0, 2, new DeleteGroupsHandler(groups), OBJECTS),
        of(OFFSET_DELETE, 0, 0, new OffsetDeleteHandler(groups, parts.image()), OBJECTS));
  }

  private static List<ApiRow> topics(NodeParts parts) {
    NodeParts.Control control = parts.control();
    NodeConfig.NewTopics newTopics = parts.config().newTopics();
    var autoCreation =
        new TopicAutoCreation(
            control.changes(),
            newTopics.autoCreate(),
            new TopicDefaults(newTopics.numPartitions(), newTopics.replicationFactor()),
            parts.groups().specialTopics());
    return AdminApis.rows(
        parts.config().identity().nodeId(),
        parts.image()::get,
        control.controller(),
        control.changes(),
        autoCreation,
        newTopics.deletable() ? Deletions.ENABLED : Deletions.DISABLED,
        parts.configs(),
        DescribedSettings.of(parts.config().settings()));
  }
}
