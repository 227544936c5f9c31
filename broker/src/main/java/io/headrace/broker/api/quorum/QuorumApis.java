package io.headrace.broker.api.quorum;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiRow.MemoryEstimate;
import io.headrace.protocol.ApiKey;
import io.headrace.quorum.QuorumRequests;
import java.util.List;
import org.apache.kafka.common.protocol.ApiMessage;

/// The rows of this room in the tables of APIs.
public final class QuorumApis {

  /// What a follower is sent at once: a fetch of metadata, a piece of a snapshot.
  private static final MemoryEstimate RECORDS = frameBytes -> 8L * frameBytes + 8_388_608;

  private QuorumApis() {}

  /// What nodes of a quorum ask of each other, for the table of the controller listener: also
  /// Fetch, which is of the metadata log there, and DescribeCluster, which is of the controllers.
  public static List<ApiRow> betweenNodes(QuorumRequests quorum) {
    return List.of(
        row(ApiKey.VOTE, 0, 2, quorum, MemoryEstimate.OBJECTS),
        row(ApiKey.BEGIN_QUORUM_EPOCH, 0, 1, quorum, MemoryEstimate.OBJECTS),
        row(ApiKey.END_QUORUM_EPOCH, 0, 1, quorum, MemoryEstimate.OBJECTS),
        row(ApiKey.FETCH, 12, 18, quorum, RECORDS),
        row(ApiKey.FETCH_SNAPSHOT, 0, 1, quorum, RECORDS),
        row(ApiKey.UPDATE_RAFT_VOTER, 0, 0, quorum, MemoryEstimate.OBJECTS),
        ApiRow.of(
            ApiKey.DESCRIBE_CLUSTER, 0, 2, new ControllersHandler(quorum), MemoryEstimate.OBJECTS));
  }

  /// What operators ask, for the tables of all listeners. On a node that does not lead the quorum
  /// the engine refuses it: there it is for the leader.
  public static List<ApiRow> ofOperators(QuorumRequests quorum) {
    return List.of(
        row(ApiKey.DESCRIBE_QUORUM, 0, 2, quorum, MemoryEstimate.OBJECTS),
        row(ApiKey.ADD_RAFT_VOTER, 0, 1, quorum, MemoryEstimate.OBJECTS),
        row(ApiKey.REMOVE_RAFT_VOTER, 0, 0, quorum, MemoryEstimate.OBJECTS));
  }

  private static ApiRow row(
      ApiKey apiKey, int lowest, int highest, QuorumRequests quorum, MemoryEstimate memory) {
    return ApiRow.of(
        apiKey, lowest, highest, new EngineHandler<ApiMessage, ApiMessage>(quorum), memory);
  }
}
