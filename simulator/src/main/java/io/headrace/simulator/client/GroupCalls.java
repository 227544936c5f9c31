package io.headrace.simulator.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// What a member of a classic group asks its coordinator. Each answer is null if there was none.
public final class GroupCalls {
  private static final String PROTOCOL_TYPE = "consumer";
  private static final String PROTOCOL = "simulated";

  private final SimulatedClient client;
  private final String group;
  private final @Nullable String instance;
  private final int sessionMs;

  /// @param instance the name of a static member (KIP-345); null for others
  public GroupCalls(
      SimulatedClient client, String group, @Nullable String instance, int sessionMs) {
    this.client = client;
    this.group = group;
    this.instance = instance;
    this.sessionMs = sessionMs;
  }

  /// Who a member is since its last join.
  public record Membership(String memberId, int generation) {
    public static final Membership NONE = new Membership("", -1);
  }

  /// @param members the ids of all members, for the leader; else empty
  public record Joined(Errors error, Membership membership, List<String> members) {}

  /// @param assignment what the leader decided for this member
  public record Synced(Errors error, String assignment) {}

  public void join(String memberId, Consumer<@Nullable Joined> then) {
    var request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setMemberId(memberId)
            .setGroupInstanceId(instance)
            .setSessionTimeoutMs(sessionMs)
            .setRebalanceTimeoutMs(sessionMs)
            .setProtocolType(PROTOCOL_TYPE);
    request
        .protocols()
        .add(
            new JoinGroupRequestData.JoinGroupRequestProtocol()
                .setName(PROTOCOL)
                .setMetadata(new byte[0]));
    ask(ApiKeys.JOIN_GROUP, 5, 9, request, JoinGroupResponseData.class, this::joined, then);
  }

  private Joined joined(JoinGroupResponseData answer) {
    boolean leads = answer.memberId().equals(answer.leader());
    return new Joined(
        client.heard(answer.errorCode()),
        new Membership(answer.memberId(), answer.generationId()),
        leads
            ? answer.members().stream()
                .map(JoinGroupResponseData.JoinGroupResponseMember::memberId)
                .sorted()
                .toList()
            : List.of());
  }

  /// @param assign what each member gets; asked only by the leader, for all `members`
  public void sync(
      Membership self,
      List<String> members,
      Function<String, String> assign,
      Consumer<@Nullable Synced> then) {
    var request =
        new SyncGroupRequestData()
            .setGroupId(group)
            .setMemberId(self.memberId)
            .setGroupInstanceId(instance)
            .setGenerationId(self.generation)
            .setProtocolType(PROTOCOL_TYPE)
            .setProtocolName(PROTOCOL)
            .setAssignments(
                members.stream()
                    .map(member ->
                        new SyncGroupRequestData.SyncGroupRequestAssignment()
                            .setMemberId(member)
                            .setAssignment(assign.apply(member).getBytes(StandardCharsets.UTF_8)))
                    .toList());
    ask(
        ApiKeys.SYNC_GROUP,
        3,
        5,
        request,
        SyncGroupResponseData.class,
        answer ->
            new Synced(
                client.heard(answer.errorCode()),
                new String(answer.assignment(), StandardCharsets.UTF_8)),
        then);
  }

  public void heartbeat(Membership self, Consumer<@Nullable Errors> then) {
    ask(
        ApiKeys.HEARTBEAT,
        3,
        4,
        new HeartbeatRequestData()
            .setGroupId(group)
            .setMemberId(self.memberId)
            .setGroupInstanceId(instance)
            .setGenerationId(self.generation),
        HeartbeatResponseData.class,
        answer -> client.heard(answer.errorCode()),
        then);
  }

  public void leave(Membership self, Consumer<@Nullable Errors> then) {
    ask(
        ApiKeys.LEAVE_GROUP,
        3,
        5,
        new LeaveGroupRequestData()
            .setGroupId(group)
            .setMembers(
                List.of(
                    new LeaveGroupRequestData.MemberIdentity()
                        .setMemberId(self.memberId)
                        .setGroupInstanceId(instance))),
        LeaveGroupResponseData.class,
        answer -> client.heard(answer.errorCode()),
        then);
  }

  public void commit(Membership self, Target target, long offset, Consumer<@Nullable Errors> then) {
    var partition =
        new OffsetCommitRequestData.OffsetCommitRequestPartition()
            .setPartitionIndex(target.partition())
            .setCommittedOffset(offset)
            .setCommittedMetadata("");
    ask(
        ApiKeys.OFFSET_COMMIT,
        7,
        9,
        new OffsetCommitRequestData()
            .setGroupId(group)
            .setMemberId(self.memberId)
            .setGroupInstanceId(instance)
            .setGenerationIdOrMemberEpoch(self.generation)
            .setTopics(
                List.of(
                    new OffsetCommitRequestData.OffsetCommitRequestTopic()
                        .setName(target.topic().name())
                        .setPartitions(List.of(partition)))),
        OffsetCommitResponseData.class,
        answer -> client.heard(answer.topics().getFirst().partitions().getFirst().errorCode()),
        then);
  }

  private <A extends ApiMessage, T> void ask(
      ApiKeys key,
      int firstVersion,
      int lastVersion,
      ApiMessage request,
      Class<A> type,
      Function<A, T> taken,
      Consumer<@Nullable T> then) {
    int version = firstVersion + client.random().nextInt(lastVersion - firstVersion + 1);
    client.ask(
        key,
        version,
        request,
        type,
        answer -> then.accept(answer == null ? null : taken.apply(answer)));
  }
}
