package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.GroupDescription;
import io.headrace.group.classic.GroupState;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;

/// DescribeGroups: the members of groups and what they work on.
public final class DescribeGroupsHandler
    implements ApiHandler<DescribeGroupsRequestData, DescribeGroupsResponseData> {

  private static final int FIRST_WITH_NOT_FOUND = 6;

  /// Read, delete, describe, describe and alter configs: what there is to do with a group, as bits
  /// by Kafka's numbers of operations. Nobody is kept from any of it yet.
  private static final int ALL_OPERATIONS = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11;

  private static final int NOT_ASKED = Integer.MIN_VALUE;

  private final GroupCoordinator coordinator;

  public DescribeGroupsHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<DescribeGroupsRequestData, DescribeGroupsResponseData> call) {
    List<String> groupIds = call.request().groups();
    var gatherer =
        new Gatherer<>(
            call,
            groupIds.size(),
            new DescribedGroup(),
            groups -> call.reply(new DescribeGroupsResponseData().setGroups(groups)));
    for (int i = 0; i < groupIds.size(); i++) {
      String groupId = groupIds.get(i);
      coordinator.describe(
          groupId,
          gatherer.question(
              i,
              description -> toResponse(description, call.request()),
              error -> refusal(groupId, error, call)));
    }
  }

  private static DescribedGroup toResponse(
      GroupDescription description, DescribeGroupsRequestData request) {
    var group =
        new DescribedGroup()
            .setGroupId(description.groupId())
            .setGroupState(description.state().toString())
            .setProtocolType(description.protocolType())
            .setProtocolData(description.protocolName());
    group.setAuthorizedOperations(operations(request));
    description
        .members()
        .forEach(member ->
            group
                .members()
                .add(
                    new DescribedGroupMember()
                        .setMemberId(member.memberId())
                        .setGroupInstanceId(member.groupInstanceId())
                        .setClientId(member.clientId())
                        .setClientHost(member.clientHost())
                        .setMemberMetadata(member.metadata().bytes())
                        .setMemberAssignment(member.assignment().bytes())));
    return group;
  }

  /// Before version 6 a group that is not there is a dead one, with which one may do anything.
  private static DescribedGroup refusal(
      String groupId,
      ErrorCode error,
      ApiCall<DescribeGroupsRequestData, DescribeGroupsResponseData> call) {
    var group = new DescribedGroup().setGroupId(groupId);
    if (error != ErrorCode.GROUP_ID_NOT_FOUND) {
      return group.setErrorCode(error.code());
    }
    group.setGroupState(GroupState.DEAD.toString());
    return call.version() < FIRST_WITH_NOT_FOUND
        ? group.setAuthorizedOperations(operations(call.request()))
        : group.setErrorCode(error.code()).setErrorMessage("Group " + groupId + " not found.");
  }

  private static int operations(DescribeGroupsRequestData request) {
    return request.includeAuthorizedOperations() ? ALL_OPERATIONS : NOT_ASKED;
  }
}
