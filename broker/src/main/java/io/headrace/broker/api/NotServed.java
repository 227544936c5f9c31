package io.headrace.broker.api;

import static io.headrace.protocol.ApiKey.*;

import io.headrace.protocol.ApiKey;
import java.util.EnumMap;
import java.util.Map;

/// Why a client gets no answer from the APIs that have no row in the table.
public final class NotServed {

  private static final String ZOOKEEPER = "of the ZooKeeper era, removed from Kafka 4";
  private static final String INTER_NODE = "between Kafka's own brokers and controllers";
  private static final String TRANSACTIONS = "transactions come later";
  private static final String MODERN_GROUPS = "groups of KIP-848, KIP-932 and KIP-1071 come later";
  private static final String SECURITY = "security and quotas come later";
  private static final String TELEMETRY = "client telemetry (KIP-714) comes later";

  private static final Map<ApiKey, String> REASONS = reasons();

  private NotServed() {}

  /// By key.
  public static Map<ApiKey, String> reasonsByApi() {
    return new EnumMap<>(REASONS);
  }

  private static Map<ApiKey, String> reasons() {
    var reasons = new EnumMap<ApiKey, String>(ApiKey.class);
    because(reasons, ZOOKEEPER, LEADER_AND_ISR, STOP_REPLICA, UPDATE_METADATA, CONTROLLED_SHUTDOWN);
    because(
        reasons,
        INTER_NODE,
        VOTE,
        BEGIN_QUORUM_EPOCH,
        END_QUORUM_EPOCH,
        ALTER_PARTITION,
        ENVELOPE,
        FETCH_SNAPSHOT,
        BROKER_REGISTRATION,
        BROKER_HEARTBEAT,
        ALLOCATE_PRODUCER_IDS,
        CONTROLLER_REGISTRATION,
        ASSIGN_REPLICAS_TO_DIRS,
        UPDATE_RAFT_VOTER,
        INITIALIZE_SHARE_GROUP_STATE,
        READ_SHARE_GROUP_STATE,
        WRITE_SHARE_GROUP_STATE,
        DELETE_SHARE_GROUP_STATE,
        READ_SHARE_GROUP_STATE_SUMMARY);
    because(
        reasons,
        TRANSACTIONS,
        ADD_PARTITIONS_TO_TXN,
        ADD_OFFSETS_TO_TXN,
        END_TXN,
        WRITE_TXN_MARKERS,
        TXN_OFFSET_COMMIT,
        DESCRIBE_TRANSACTIONS,
        LIST_TRANSACTIONS);
    because(
        reasons,
        MODERN_GROUPS,
        CONSUMER_GROUP_HEARTBEAT,
        CONSUMER_GROUP_DESCRIBE,
        SHARE_GROUP_HEARTBEAT,
        SHARE_GROUP_DESCRIBE,
        SHARE_FETCH,
        SHARE_ACKNOWLEDGE,
        STREAMS_GROUP_HEARTBEAT,
        STREAMS_GROUP_DESCRIBE,
        DESCRIBE_SHARE_GROUP_OFFSETS,
        ALTER_SHARE_GROUP_OFFSETS,
        DELETE_SHARE_GROUP_OFFSETS);
    because(
        reasons,
        SECURITY,
        SASL_HANDSHAKE,
        SASL_AUTHENTICATE,
        DESCRIBE_ACLS,
        CREATE_ACLS,
        DELETE_ACLS,
        CREATE_DELEGATION_TOKEN,
        RENEW_DELEGATION_TOKEN,
        EXPIRE_DELEGATION_TOKEN,
        DESCRIBE_DELEGATION_TOKEN,
        DESCRIBE_CLIENT_QUOTAS,
        ALTER_CLIENT_QUOTAS,
        DESCRIBE_USER_SCRAM_CREDENTIALS,
        ALTER_USER_SCRAM_CREDENTIALS);
    because(reasons, TELEMETRY, GET_TELEMETRY_SUBSCRIPTIONS, PUSH_TELEMETRY);
    return reasons;
  }

  private static void because(Map<ApiKey, String> reasons, String reason, ApiKey... keys) {
    for (ApiKey key : keys) {
      reasons.put(key, reason);
    }
  }
}
