package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.MemberRef;
import io.headrace.protocol.ErrorCode;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;

/// Heartbeat: a member shows that it lives, and hears whether it must join again.
public final class HeartbeatHandler
    implements ApiHandler<HeartbeatRequestData, HeartbeatResponseData> {

  private final GroupCoordinator coordinator;

  public HeartbeatHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<HeartbeatRequestData, HeartbeatResponseData> call) {
    HeartbeatRequestData request = call.request();
    coordinator.heartbeat(
        request.groupId(),
        new MemberRef(request.memberId(), request.groupInstanceId()),
        request.generationId(),
        Asking.of(call, outcome -> reply(call, outcome), error -> reply(call, error)));
  }

  private static void reply(
      ApiCall<HeartbeatRequestData, HeartbeatResponseData> call, ErrorCode outcome) {
    call.reply(new HeartbeatResponseData().setErrorCode(outcome.code()));
  }
}
