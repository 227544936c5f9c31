package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.classic.SyncAnswer;
import io.headrace.group.classic.SyncRequest;
import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;

/// SyncGroup: the leader brings the assignment, every member waits for its own.
public final class SyncGroupHandler
    implements ApiHandler<SyncGroupRequestData, SyncGroupResponseData> {

  private static final int FIRST_WITH_PROTOCOL = 5;

  private final GroupCoordinator coordinator;

  public SyncGroupHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<SyncGroupRequestData, SyncGroupResponseData> call) {
    SyncGroupRequestData request = call.request();
    if (call.version() >= FIRST_WITH_PROTOCOL
        && (request.protocolType() == null || request.protocolName() == null)) {
      call.reply(refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL));
      return;
    }
    Map<String, Blob> assignments = new TreeMap<>();
    for (SyncGroupRequestAssignment assignment : request.assignments()) {
      assignments.put(assignment.memberId(), Blob.of(assignment.assignment()));
    }
    coordinator.sync(
        new SyncRequest(
            request.groupId(),
            new MemberRef(request.memberId(), request.groupInstanceId()),
            request.generationId(),
            request.protocolType(),
            request.protocolName(),
            assignments),
        Asking.of(
            call, answer -> call.reply(toResponse(answer)), error -> call.reply(refusal(error))));
  }

  private static SyncGroupResponseData toResponse(SyncAnswer answer) {
    return new SyncGroupResponseData()
        .setErrorCode(answer.error().code())
        .setProtocolType(answer.protocolType())
        .setProtocolName(answer.protocolName())
        .setAssignment(answer.assignment().bytes());
  }

  private static SyncGroupResponseData refusal(ErrorCode error) {
    return new SyncGroupResponseData().setErrorCode(error.code());
  }
}
