package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResultCollection;

/// DeleteGroups: removes groups without members, and their offsets.
public final class DeleteGroupsHandler
    implements ApiHandler<DeleteGroupsRequestData, DeleteGroupsResponseData> {

  private final GroupCoordinator coordinator;

  public DeleteGroupsHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<DeleteGroupsRequestData, DeleteGroupsResponseData> call) {
    List<String> groupIds = call.request().groupsNames().stream().distinct().toList();
    var gatherer =
        new Gatherer<>(
            call,
            groupIds.size(),
            ErrorCode.UNKNOWN_SERVER_ERROR,
            outcomes -> call.reply(toResponse(groupIds, outcomes)));
    for (int i = 0; i < groupIds.size(); i++) {
      coordinator.delete(
          groupIds.get(i), gatherer.question(i, Function.identity(), Function.identity()));
    }
  }

  private static DeleteGroupsResponseData toResponse(
      List<String> groupIds, List<ErrorCode> outcomes) {
    var results = new DeletableGroupResultCollection();
    for (int i = 0; i < groupIds.size(); i++) {
      results.add(
          new DeletableGroupResult()
              .setGroupId(groupIds.get(i))
              .setErrorCode(outcomes.get(i).code()));
    }
    return new DeleteGroupsResponseData().setResults(results);
  }
}
