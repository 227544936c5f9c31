package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.differs;
import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;

/// Calls of Admin about groups and their members.
final class AdminGroupCalls {

  private static final String NOBODY = "no-such-group";

  private AdminGroupCalls() {}

  @SuppressWarnings("removal") // Admin has it still
  static final List<AdminCall> LISTINGS =
      List.of(
          listed("all", new ListGroupsOptions(), "true true"),
          listed(
              "by a state",
              new ListGroupsOptions().inGroupStates(Set.of(GroupState.STABLE)),
              "false true"),
          listed(
              "by another state",
              new ListGroupsOptions().inGroupStates(Set.of(GroupState.EMPTY)),
              "true false"),
          listed(
              "by a state of other groups",
              new ListGroupsOptions().inGroupStates(Set.of(GroupState.ASSIGNING)),
              "false false"),
          listed(
              "by an unknown state",
              new ListGroupsOptions().inGroupStates(Set.of(GroupState.UNKNOWN)),
              "false false"),
          listed(
              "classic", new ListGroupsOptions().withTypes(Set.of(GroupType.CLASSIC)), "true true"),
          listed(
              "modern",
              new ListGroupsOptions().withTypes(Set.of(GroupType.CONSUMER)),
              "false false"),
          listed(
              "of another protocol",
              new ListGroupsOptions().withProtocolTypes(Set.of("connect")),
              "false false"),
          listed(
              "of the protocol of consumers",
              new ListGroupsOptions().withProtocolTypes(Set.of("consumer")),
              "false true"),
          listed(
              "of no protocol",
              new ListGroupsOptions().withProtocolTypes(Set.of("")),
              "true false"),
          listed("of consumers", ListGroupsOptions.forConsumerGroups(), "true true"),
          listed("that share", ListGroupsOptions.forShareGroups(), "false false"),
          listed("of streams", ListGroupsOptions.forStreamsGroups(), "false false"),
          same(
              "listGroups",
              "one",
              s ->
                  get(s.admin.listGroups().all()).stream()
                      .filter(each -> each.groupId().equals(s.liveGroup))
                      .map(each -> each.type() + " " + each.protocol() + " " + each.groupState())
                      .toList(),
              "[Optional[Classic] consumer Optional[Stable]]"),
          same(
              "listConsumerGroups",
              "all",
              s ->
                  get(s.admin.listConsumerGroups().all()).stream()
                      .filter(each -> each.groupId().equals(s.group))
                      .map(each -> each.isSimpleConsumerGroup() + " " + each.groupState())
                      .toList(),
              "[true Optional[Empty]]"),
          same(
              "listConsumerGroups",
              "by state and type",
              s ->
                  get(
                          s.admin
                              .listConsumerGroups(
                                  new ListConsumerGroupsOptions()
                                      .inGroupStates(Set.of(GroupState.STABLE))
                                      .withTypes(Set.of(GroupType.CLASSIC)))
                              .all())
                      .stream()
                      .anyMatch(each -> each.groupId().equals(s.liveGroup)),
              true));

  static final List<AdminCall> DESCRIPTIONS =
      List.of(
          same(
              "describeConsumerGroups",
              "one with a member",
              s -> {
                ConsumerGroupDescription found = describe(s, s.liveGroup);
                return found.groupState()
                    + " "
                    + found.partitionAssignor()
                    + " "
                    + found.members().size()
                    + " "
                    + found.isSimpleConsumerGroup()
                    + " "
                    + found.type()
                    + " "
                    + found.coordinator().id()
                    + " "
                    + found.members().iterator().next().groupInstanceId();
              },
              "Stable range 1 false Classic 1 Optional[here]"),
          same(
              "describeConsumerGroups",
              "an empty one",
              s ->
                  describe(s, s.group).groupState()
                      + " "
                      + describe(s, s.group).isSimpleConsumerGroup(),
              "Empty true"),
          same(
              "describeConsumerGroups",
              "what one may do",
              s ->
                  get(s.admin
                          .describeConsumerGroups(
                              List.of(s.group),
                              new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                          .all())
                      .get(s.group)
                      .authorizedOperations()
                      .size(),
              "5"),
          same(
              "describeConsumerGroups",
              "an unknown one",
              s -> describe(s, NOBODY),
              "GroupIdNotFoundException"),
          // Kafka is asked by ConsumerGroupDescribe first, which is not served here yet.
          differs(
              "describeConsumerGroups",
              "none",
              s -> describe(s, ""),
              "InvalidGroupIdException",
              "GroupIdNotFoundException"),
          same(
              "describeClassicGroups",
              "none",
              s -> get(s.admin.describeClassicGroups(List.of("")).all()),
              "GroupIdNotFoundException"),
          same(
              "describeClassicGroups",
              "one with a member",
              s ->
                  get(s.admin.describeClassicGroups(List.of(s.liveGroup)).all())
                      .get(s.liveGroup)
                      .state(),
              "Stable"),
          same(
              "describeClassicGroups",
              "an unknown one",
              s -> get(s.admin.describeClassicGroups(List.of(NOBODY)).all()),
              "GroupIdNotFoundException"),
          same(
              "removeMembersFromConsumerGroup",
              "an unknown one",
              s -> remove(s, s.liveGroup, "nobody"),
              "UnknownMemberIdException"),
          same(
              "removeMembersFromConsumerGroup",
              "of an unknown group",
              s -> remove(s, NOBODY, "nobody"),
              "UnknownMemberIdException"),
          same(
              "deleteConsumerGroups",
              "an empty one",
              s -> done(s.admin.deleteConsumerGroups(List.of(s.newGroup())).all()),
              "done"),
          same(
              "deleteConsumerGroups",
              "one with a member",
              s -> done(s.admin.deleteConsumerGroups(List.of(s.liveGroup)).all()),
              "GroupNotEmptyException"),
          same(
              "deleteConsumerGroups",
              "an unknown one",
              s -> done(s.admin.deleteConsumerGroups(List.of(NOBODY)).all()),
              "GroupIdNotFoundException"),
          same(
              "deleteConsumerGroups",
              "none",
              s -> done(s.admin.deleteConsumerGroups(List.of("")).all()),
              "GroupIdNotFoundException"),
          same(
              "deleteShareGroups",
              "an unknown one",
              s -> done(s.admin.deleteShareGroups(List.of(NOBODY)).all()),
              "GroupIdNotFoundException"),
          same(
              "deleteStreamsGroups",
              "an unknown one",
              s -> done(s.admin.deleteStreamsGroups(List.of(NOBODY)).all()),
              "GroupIdNotFoundException"));

  private static AdminCall listed(String story, ListGroupsOptions options, String expected) {
    return same(
        "listGroups",
        story,
        s -> {
          List<String> found =
              get(s.admin.listGroups(options).all()).stream().map(each -> each.groupId()).toList();
          return found.contains(s.group) + " " + found.contains(s.liveGroup);
        },
        expected);
  }

  static ConsumerGroupDescription describe(AdminStage s, String group) {
    return get(s.admin.describeConsumerGroups(List.of(group)).all()).get(group);
  }

  private static String remove(AdminStage s, String group, String instance) {
    var members = new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(instance)));
    return done(s.admin.removeMembersFromConsumerGroup(group, members).all());
  }
}
