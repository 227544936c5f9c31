package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.classic.JoinRequest;
import io.headrace.group.classic.JoinRequest.Abilities;
import io.headrace.group.classic.JoinRequest.Client;
import io.headrace.group.classic.JoinRequest.Timeouts;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.classic.Protocol;
import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.jspecify.annotations.Nullable;

/// JoinGroup: a member asks for a place in the next generation and waits until there is one.
public final class JoinGroupHandler
    implements ApiHandler<JoinGroupRequestData, JoinGroupResponseData> {

  private static final int FIRST_WITH_REBALANCE_TIMEOUT = 1;
  private static final int FIRST_WITH_ID_REQUIRED = 4;
  private static final int FIRST_WITH_NULL_PROTOCOL = 7;
  private static final int FIRST_WITH_SKIP_ASSIGNMENT = 9;

  private final GroupCoordinator coordinator;

  public JoinGroupHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<JoinGroupRequestData, JoinGroupResponseData> call) {
    JoinGroupRequestData request = call.request();
    coordinator.join(
        toQuestion(call),
        Asking.of(
            call,
            answer -> call.reply(toResponse(answer, call.version())),
            error -> call.reply(refusal(error, request.memberId(), call.version()))));
  }

  private static JoinRequest toQuestion(ApiCall<JoinGroupRequestData, JoinGroupResponseData> call) {
    JoinGroupRequestData request = call.request();
    int version = call.version();
    int sessionMs = request.sessionTimeoutMs();
    List<Protocol> protocols = new ArrayList<>(request.protocols().size());
    for (JoinGroupRequestProtocol protocol : request.protocols()) {
      protocols.add(new Protocol(protocol.name(), Blob.of(protocol.metadata())));
    }
    return new JoinRequest(
        request.groupId(),
        new MemberRef(request.memberId(), request.groupInstanceId()),
        new Client(call.clientId(), call.clientAddress().toString()),
        new Timeouts(
            sessionMs,
            version < FIRST_WITH_REBALANCE_TIMEOUT ? sessionMs : request.rebalanceTimeoutMs()),
        request.protocolType(),
        protocols,
        new Abilities(version >= FIRST_WITH_ID_REQUIRED, version >= FIRST_WITH_SKIP_ASSIGNMENT));
  }

  private static JoinGroupResponseData toResponse(JoinAnswer answer, int version) {
    var response =
        new JoinGroupResponseData()
            .setErrorCode(answer.error().code())
            .setGenerationId(answer.generation())
            .setProtocolType(answer.protocolType())
            .setProtocolName(protocolName(answer.protocolName(), version))
            .setLeader(answer.leaderId())
            .setSkipAssignment(answer.skipAssignment())
            .setMemberId(answer.memberId());
    answer
        .members()
        .forEach(member ->
            response
                .members()
                .add(
                    new JoinGroupResponseMember()
                        .setMemberId(member.memberId())
                        .setGroupInstanceId(member.groupInstanceId())
                        .setMetadata(member.metadata().bytes())));
    return response;
  }

  private static JoinGroupResponseData refusal(ErrorCode error, String memberId, int version) {
    return new JoinGroupResponseData()
        .setErrorCode(error.code())
        .setGenerationId(JoinAnswer.NO_GENERATION)
        .setProtocolName(protocolName(null, version))
        .setLeader("")
        .setMemberId(memberId);
  }

  private static @Nullable String protocolName(@Nullable String name, int version) {
    return name == null && version < FIRST_WITH_NULL_PROTOCOL ? "" : name;
  }
}
