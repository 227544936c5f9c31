package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.differs;
import static io.headrace.compatibility.AdminCall.later;
import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// Calls of Admin about the cluster itself, and those that belong to later stages.
final class AdminClusterCalls {

  private static final String TRANSACTION = "no-such-transaction";

  private AdminClusterCalls() {}

  static final List<AdminCall> CLUSTER =
      List.of(
          same(
              "describeCluster",
              "its nodes",
              s -> get(s.admin.describeCluster().nodes()).size(),
              1),
          same(
              "describeCluster",
              "its nodes, also fenced ones",
              s ->
                  get(s.admin
                          .describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                          .nodes())
                      .iterator()
                      .next()
                      .isFenced(),
              false),
          same(
              "describeCluster",
              "what one may do",
              s ->
                  get(
                          s.admin
                              .describeCluster(
                                  new DescribeClusterOptions().includeAuthorizedOperations(true))
                              .authorizedOperations())
                      .stream()
                      .sorted()
                      .toList(),
              "[CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS,"
                  + " IDEMPOTENT_WRITE]"),
          // A feature is told of once it is served.
          differs(
              "describeFeatures",
              "groups of KIP-848",
              s ->
                  get(s.admin.describeFeatures().featureMetadata())
                      .finalizedFeatures()
                      .containsKey("group.version"),
              true,
              false));

  static final List<AdminCall> OF_SEVERAL_NODES =
      List.of(
          same(
              "electLeaders",
              "a leader that leads already",
              s ->
                  get(s.admin.electLeaders(ElectionType.PREFERRED, Set.of(s.filled)).partitions())
                      .get(s.filled)
                      .map(each -> each.getClass().getSimpleName()),
              "Optional[ElectionNotNeededException]"),
          same(
              "alterPartitionReassignments",
              "to a broker that is not there",
              s ->
                  done(
                      s.admin
                          .alterPartitionReassignments(
                              Map.of(
                                  s.filled, Optional.of(new NewPartitionReassignment(List.of(99)))))
                          .all()),
              "InvalidReplicaAssignmentException"),
          same(
              "listPartitionReassignments",
              "none under way",
              s -> get(s.admin.listPartitionReassignments().reassignments()),
              "{}"),
          same(
              "describeMetadataQuorum",
              "one voter",
              s -> get(s.admin.describeMetadataQuorum().quorumInfo()).voters().size(),
              1),
          same(
              "updateFeatures",
              "one that is not there",
              s ->
                  done(
                      s.admin
                          .updateFeatures(
                              Map.of(
                                  "no.such",
                                  new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.UPGRADE)),
                              new org.apache.kafka.clients.admin.UpdateFeaturesOptions())
                          .all()),
              "InvalidUpdateVersionException"),
          same(
              "unregisterBroker",
              "one that is not there",
              s -> done(s.admin.unregisterBroker(99).all()),
              "BrokerIdNotRegisteredException"),
          differs(
              "addRaftVoter",
              "a node that nobody can reach; Kafka's quorum has a fixed set of voters here",
              s ->
                  done(
                      s.admin
                          .addRaftVoter(
                              99,
                              Uuid.randomUuid(),
                              Set.of(new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", 9)))
                          .all()),
              "UnsupportedVersionException",
              "TimeoutException"),
          differs(
              "removeRaftVoter",
              "one that is none; Kafka's quorum has a fixed set of voters here",
              s -> done(s.admin.removeRaftVoter(99, Uuid.randomUuid()).all()),
              "UnsupportedVersionException",
              "VoterNotFoundException"));

  static final List<AdminCall> OF_TRANSACTIONS =
      List.of(
          later(
              "describeTransactions",
              s -> get(s.admin.describeTransactions(List.of(TRANSACTION)).all()),
              "TransactionalIdNotFoundException"),
          later(
              "listTransactions",
              s ->
                  get(
                      s.admin
                          .listTransactions(
                              new ListTransactionsOptions().filterOnTransactionalIdPattern("none"))
                          .all()),
              "[]"),
          later(
              "fenceProducers", s -> done(s.admin.fenceProducers(List.of("fenced")).all()), "done"),
          later(
              "abortTransaction",
              s ->
                  done(
                      s.admin
                          .abortTransaction(
                              new AbortTransactionSpec(s.filled, 12_345, (short) 0, 0))
                          .all()),
              "done"),
          later(
              "forceTerminateTransaction",
              s -> done(s.admin.forceTerminateTransaction("terminated").result()),
              "done"));

  static final List<AdminCall> OF_OTHER_GROUPS =
      List.of(
          later(
              "describeShareGroups",
              s -> get(s.admin.describeShareGroups(List.of(s.shareGroup)).all()),
              "GroupIdNotFoundException"),
          later(
              "alterShareGroupOffsets",
              s -> done(s.admin.alterShareGroupOffsets(s.shareGroup, Map.of(s.filled, 1L)).all()),
              "done"),
          later(
              "listShareGroupOffsets",
              s ->
                  get(s.admin
                          .listShareGroupOffsets(
                              Map.of(s.shareGroup, new ListShareGroupOffsetsSpec()))
                          .all())
                      .get(s.shareGroup)
                      .size(),
              1),
          later(
              "deleteShareGroupOffsets",
              s -> done(s.admin.deleteShareGroupOffsets(s.shareGroup, Set.of(s.topic)).all()),
              "done"),
          later(
              "describeStreamsGroups",
              s -> get(s.admin.describeStreamsGroups(List.of(s.shareGroup)).all()),
              "GroupIdNotFoundException"));

  private static final AclBinding BINDING =
      new AclBinding(
          new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
          new AccessControlEntry("User:u", "*", AclOperation.READ, AclPermissionType.ALLOW));

  private static final ClientQuotaAlteration QUOTA =
      new ClientQuotaAlteration(
          new ClientQuotaEntity(Map.of("user", "u")),
          List.of(new ClientQuotaAlteration.Op("no.such", 1.0)));

  static final List<AdminCall> OF_SECURITY =
      List.of(
          later(
              "describeAcls",
              s -> get(s.admin.describeAcls(AclBindingFilter.ANY).values()),
              "SecurityDisabledException"),
          later(
              "createAcls",
              s -> done(s.admin.createAcls(List.of(BINDING)).all()),
              "SecurityDisabledException"),
          later(
              "deleteAcls",
              s -> get(s.admin.deleteAcls(List.of(AclBindingFilter.ANY)).all()),
              "SecurityDisabledException"),
          later(
              "createDelegationToken",
              s -> get(s.admin.createDelegationToken().delegationToken()),
              "UnsupportedByAuthenticationException"),
          later(
              "renewDelegationToken",
              s -> get(s.admin.renewDelegationToken(new byte[1]).expiryTimestamp()),
              "UnsupportedByAuthenticationException"),
          later(
              "expireDelegationToken",
              s -> get(s.admin.expireDelegationToken(new byte[1]).expiryTimestamp()),
              "UnsupportedByAuthenticationException"),
          later(
              "describeDelegationToken",
              s -> get(s.admin.describeDelegationToken().delegationTokens()),
              "UnsupportedByAuthenticationException"),
          later(
              "describeClientQuotas",
              s -> get(s.admin.describeClientQuotas(ClientQuotaFilter.all()).entities()),
              "{}"),
          later(
              "alterClientQuotas",
              s -> done(s.admin.alterClientQuotas(List.of(QUOTA)).all()),
              "InvalidRequestException"),
          later(
              "describeUserScramCredentials",
              s -> get(s.admin.describeUserScramCredentials().all()),
              "{}"),
          later(
              "alterUserScramCredentials",
              s ->
                  done(
                      s.admin
                          .alterUserScramCredentials(
                              List.of(
                                  new UserScramCredentialDeletion(
                                      "u", ScramMechanism.SCRAM_SHA_256)))
                          .all()),
              "ResourceNotFoundException"),
          same(
              "clientInstanceId",
              "where nobody collects metrics",
              s -> s.clientInstanceId(),
              "null"));
}
