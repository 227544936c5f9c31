package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/// Questions about groups: one member goes through its life in each version of JoinGroup, and asks
/// everything that it may and may not on the way.
final class WireGroupQuestions {

  private WireGroupQuestions() {}

  static void ask(WireClient client) {
    Uuid id = WireTopicQuestions.createTopic(client, "grouped", 2);
    awaitCoordinator(client);
    inEveryVersion(ApiKeys.FIND_COORDINATOR, v -> findCoordinator(client, v));
    inEveryVersion(ApiKeys.JOIN_GROUP, v -> life(client, v, id));
    for (int v = 5; v <= 9; v++) {
      WireStaticMemberQuestions.ask(client, v, id);
    }
    inEveryVersion(ApiKeys.OFFSET_FETCH, v -> WireOffsetQuestions.fetch(client, v, id));
    inEveryVersion(ApiKeys.LIST_GROUPS, v -> listGroups(client, v));
    inEveryVersion(ApiKeys.DELETE_GROUPS, v -> deleteGroups(client, v));
  }

  /// The topic of the groups may still be on its way.
  private static void awaitCoordinator(WireClient client) {
    var find = new FindCoordinatorRequestData().setCoordinatorKeys(List.of("life-1"));
    var heartbeat = new HeartbeatRequestData().setGroupId("life-1").setMemberId("who");
    for (int attempt = 0; attempt < 1_000; attempt++) {
      client.quietly(ApiKeys.FIND_COORDINATOR, 4, find, FindCoordinatorResponseData.class);
      var answer = client.quietly(ApiKeys.HEARTBEAT, 4, heartbeat, HeartbeatResponseData.class);
      if (Errors.forCode(answer.errorCode()) == Errors.UNKNOWN_MEMBER_ID) {
        return;
      }
      Utils.sleep(20);
    }
    throw new IllegalStateException("no coordinator");
  }

  private static void findCoordinator(WireClient client, int v) {
    for (int type : new int[] {0, 7}) {
      for (String key : List.of("life-1", "")) {
        var request = new FindCoordinatorRequestData();
        if (type != 0) {
          request.setKeyType((byte) type);
        }
        if (v >= 4) {
          request.setCoordinatorKeys(List.of(key, key + "2"));
        } else {
          request.setKey(key);
        }
        client.ask("type %d key %s".formatted(type, key), ApiKeys.FIND_COORDINATOR, v, request);
      }
    }
    client.ask("nothing", ApiKeys.FIND_COORDINATOR, v, new FindCoordinatorRequestData());
  }

  private static void life(WireClient client, int v, Uuid topic) {
    String group = "life-" + v;
    var nobody = WireMember.of(group, "", v);
    client.ask("no group", ApiKeys.JOIN_GROUP, v, WireMember.of("", "", v).join());
    client.ask("short session", ApiKeys.JOIN_GROUP, v, nobody.join().setSessionTimeoutMs(1));
    client.ask("long session", ApiKeys.JOIN_GROUP, v, nobody.join().setSessionTimeoutMs(1 << 30));
    client.ask("stranger", ApiKeys.JOIN_GROUP, v, WireMember.of(group, "who", v).join());
    client.ask("no type", ApiKeys.JOIN_GROUP, v, nobody.join().setProtocolType(""));
    client.ask("no protocol", ApiKeys.JOIN_GROUP, v, nobody.joinWithout());
    WireMember member = nobody.joinedBy(client);
    describe(client, "completing", group);
    member.syncsBadly(client);
    WireOffsetQuestions.commit(client, "completing", member, topic);
    member.heartbeat(client, "completing");
    client.ask("leads", ApiKeys.SYNC_GROUP, member.syncVersion(), member.syncAsLeader());
    member.heartbeats(client);
    WireOffsetQuestions.commits(client, member, topic);
    describe(client, "stable", group);
    client.ask("same again", ApiKeys.JOIN_GROUP, v, WireMember.of(group, "who", v).join());
    client.ask("other type", ApiKeys.JOIN_GROUP, v, nobody.join().setProtocolType("connect"));
    deleteGroups(client, Math.min(v, 2), group, "nope", "");
    offsetDelete(client, "stable", group);
    member.leaves(client);
    describe(client, "empty", group);
    offsetDelete(client, "empty", group);
    offsetDelete(client, "nowhere", "nope");
    member.heartbeat(client, "gone");
    client.ask("gone", ApiKeys.SYNC_GROUP, member.syncVersion(), member.syncAsLeader());
    client.ask("gone", ApiKeys.JOIN_GROUP, v, member.join());
    WireOffsetQuestions.commitsOfNobody(client, group, Math.clamp(v + 1, 2, 10), topic);
  }

  static void describe(WireClient client, String story, String group) {
    inEveryVersion(
        ApiKeys.DESCRIBE_GROUPS,
        v -> {
          var request = new DescribeGroupsRequestData().setGroups(List.of(group, "nope"));
          if (v >= 3) {
            request.setIncludeAuthorizedOperations(v % 2 == 0);
          }
          client.ask(story + " " + group, ApiKeys.DESCRIBE_GROUPS, v, request);
        });
  }

  private static void listGroups(WireClient client, int v) {
    var all = new ListGroupsRequestData();
    client.ask("all", ApiKeys.LIST_GROUPS, v, all);
    for (String state : List.of("Stable", "empty", "Dead", "bogus")) {
      var request = all.duplicate().setStatesFilter(List.of(state));
      client.ask("state " + state, ApiKeys.LIST_GROUPS, v, request);
    }
    for (String type : List.of("classic", "Consumer", "share", "bogus")) {
      var request = all.duplicate().setTypesFilter(List.of(type));
      client.ask("type " + type, ApiKeys.LIST_GROUPS, v, request);
    }
  }

  private static void deleteGroups(WireClient client, int v, String... groups) {
    var request = new DeleteGroupsRequestData().setGroupsNames(List.of(groups));
    client.ask(String.join(",", groups), ApiKeys.DELETE_GROUPS, v, request);
  }

  private static void offsetDelete(WireClient client, String story, String group) {
    var request = new OffsetDeleteRequestData().setGroupId(group);
    for (String topic : List.of("grouped", "nowhere")) {
      var ofTopic = new OffsetDeleteRequestTopic().setName(topic);
      for (int partition : new int[] {0, 9}) {
        ofTopic.partitions().add(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
      }
      request.topics().add(ofTopic);
    }
    client.ask(story + " " + group, ApiKeys.OFFSET_DELETE, 0, request);
  }
}
