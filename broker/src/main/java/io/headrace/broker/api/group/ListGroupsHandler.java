package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.group.GroupCoordinator;
import io.headrace.group.ListedGroup;
import java.util.List;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;

/// ListGroups: the groups that this node coordinates, by state (KIP-518) and type (KIP-848).
public final class ListGroupsHandler
    implements ApiHandler<ListGroupsRequestData, ListGroupsResponseData> {

  private static final String CLASSIC = "classic";

  private final GroupCoordinator coordinator;

  public ListGroupsHandler(GroupCoordinator coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void handle(ApiCall<ListGroupsRequestData, ListGroupsResponseData> call) {
    coordinator.list(
        Asking.of(
            call,
            groups -> call.reply(toResponse(groups, call.request())),
            error -> call.reply(new ListGroupsResponseData().setErrorCode(error.code()))));
  }

  private static ListGroupsResponseData toResponse(
      List<ListedGroup> groups, ListGroupsRequestData request) {
    var response = new ListGroupsResponseData();
    for (ListedGroup group : groups) {
      if (isWanted(group.state().toString(), request.statesFilter())
          && isWanted(CLASSIC, request.typesFilter())) {
        response
            .groups()
            .add(
                new ListGroupsResponseData.ListedGroup()
                    .setGroupId(group.groupId())
                    .setProtocolType(group.protocolType())
                    .setGroupState(group.state().toString())
                    .setGroupType(CLASSIC));
      }
    }
    return response;
  }

  private static boolean isWanted(String value, List<String> filter) {
    return filter.isEmpty() || filter.stream().anyMatch(value::equalsIgnoreCase);
  }
}
