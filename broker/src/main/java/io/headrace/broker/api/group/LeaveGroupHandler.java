package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.LeaveAnswer.Left;
import io.headrace.group.classic.MemberRef;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;

/// LeaveGroup: members go before their sessions end; since version 3 several in one request. The
/// reasons that they may give (KIP-800) are for people and change nothing.
public final class LeaveGroupHandler
    implements ApiHandler<LeaveGroupRequestData, LeaveGroupResponseData> {

  private static final int FIRST_WITH_MEMBERS = 3;

  private final GroupCoordinator coordinator;

  public LeaveGroupHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<LeaveGroupRequestData, LeaveGroupResponseData> call) {
    List<MemberRef> leaving = leaving(call);
    coordinator.leave(
        call.request().groupId(),
        leaving,
        Asking.of(
            call, answer -> reply(call, answer.members()), error -> refuse(call, leaving, error)));
  }

  private static List<MemberRef> leaving(
      ApiCall<LeaveGroupRequestData, LeaveGroupResponseData> call) {
    LeaveGroupRequestData request = call.request();
    if (call.version() < FIRST_WITH_MEMBERS) {
      return List.of(new MemberRef(request.memberId(), null));
    }
    return request.members().stream()
        .map(member -> new MemberRef(member.memberId(), member.groupInstanceId()))
        .toList();
  }

  private static void refuse(
      ApiCall<LeaveGroupRequestData, LeaveGroupResponseData> call,
      List<MemberRef> leaving,
      ErrorCode error) {
    // A group that is not there is told of as members that are not there.
    if (error == ErrorCode.UNKNOWN_MEMBER_ID) {
      reply(call, leaving.stream().map(member -> new Left(member, error)).toList());
    } else {
      call.reply(new LeaveGroupResponseData().setErrorCode(error.code()));
    }
  }

  private static void reply(
      ApiCall<LeaveGroupRequestData, LeaveGroupResponseData> call, List<Left> left) {
    var response = new LeaveGroupResponseData();
    if (call.version() < FIRST_WITH_MEMBERS) {
      call.reply(response.setErrorCode(left.getFirst().error().code()));
      return;
    }
    for (Left each : left) {
      response
          .members()
          .add(
              new MemberResponse()
                  .setMemberId(each.member().memberId())
                  .setGroupInstanceId(each.member().groupInstanceId())
                  .setErrorCode(each.error().code()));
    }
    call.reply(response);
  }
}
