package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.offsets.CommitRequest;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;

/// OffsetCommit: a member, or anybody in the name of a group without members, notes how far it has
/// come. Answered when that is durable.
public final class OffsetCommitHandler
    implements ApiHandler<OffsetCommitRequestData, OffsetCommitResponseData> {

  private static final int FIRST_WITH_NOT_FOUND = 9;

  private final GroupCoordinator coordinator;
  private final Supplier<ClusterImage> image;

  public OffsetCommitHandler(GroupCoordinator coordinator, Supplier<ClusterImage> image) {
    this.coordinator = coordinator;
    this.image = image;
  }

  @Override
  public void handle(ApiCall<OffsetCommitRequestData, OffsetCommitResponseData> call) {
    OffsetCommitRequestData request = call.request();
    var offsets = new CommittableOffsets(request.topics(), image.get(), call.version());
    if (offsets.entries().isEmpty()) {
      call.reply(offsets.response(List.of()));
      return;
    }
    coordinator.commit(
        new CommitRequest(request.groupId(), request.retentionTimeMs(), offsets.entries()),
        new MemberRef(request.memberId(), request.groupInstanceId()),
        request.generationIdOrMemberEpoch(),
        Asking.of(
            call,
            outcomes -> call.reply(offsets.response(outcomes)),
            error -> call.reply(offsets.response(asKnownTo(call.version(), error)))));
  }

  /// Older clients know a group that is not there only by its generation being wrong.
  private static ErrorCode asKnownTo(int version, ErrorCode error) {
    return error == ErrorCode.GROUP_ID_NOT_FOUND && version < FIRST_WITH_NOT_FOUND
        ? ErrorCode.ILLEGAL_GENERATION
        : error;
  }
}
