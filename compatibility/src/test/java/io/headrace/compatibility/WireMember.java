package io.headrace.compatibility;

import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// A member of a group as it speaks on the wire.
///
/// @param version of JoinGroup; its other requests are as old or as new
record WireMember(String group, String id, @Nullable String instance, int generation, int version) {

  private static final byte[] SUBSCRIPTION = {0, 0, 0, 0, 0, 1, 0, 1, 't', -1, -1, -1, -1};
  private static final short MEMBER_ID_REQUIRED = 79;

  static WireMember of(String group, String id, int version) {
    return new WireMember(group, id, null, -1, version);
  }

  WireMember withInstance(String newInstance) {
    return new WireMember(group, id, newInstance, generation, version);
  }

  WireMember withId(String newId) {
    return new WireMember(group, newId, instance, generation, version);
  }

  WireMember withGeneration(int newGeneration) {
    return new WireMember(group, id, instance, newGeneration, version);
  }

  int syncVersion() {
    return Math.min(version, 5);
  }

  int heartbeatVersion() {
    return Math.min(version, 4);
  }

  JoinGroupRequestData join() {
    var request = joinWithout();
    request
        .protocols()
        .add(new JoinGroupRequestProtocol().setName("range").setMetadata(SUBSCRIPTION));
    return request;
  }

  JoinGroupRequestData joinWithout() {
    var request =
        new JoinGroupRequestData()
            .setGroupId(group)
            .setMemberId(id)
            .setSessionTimeoutMs(30_000)
            .setProtocolType("consumer")
            .setProtocols(new JoinGroupRequestProtocolCollection());
    if (version >= 1) {
      request.setRebalanceTimeoutMs(30_000);
    }
    if (version >= 5) {
      request.setGroupInstanceId(instance);
    }
    return request;
  }

  /// Joins, with the id that it is given if it must come back with one.
  WireMember joinedBy(WireClient client) {
    var answer =
        client.ask("joins", ApiKeys.JOIN_GROUP, version, join(), JoinGroupResponseData.class);
    if (answer == null) {
      throw new IllegalStateException("cannot join in version " + version);
    }
    if (answer.errorCode() == MEMBER_ID_REQUIRED) {
      return withId(answer.memberId()).joinedBy(client);
    }
    return new WireMember(group, answer.memberId(), instance, answer.generationId(), version);
  }

  SyncGroupRequestData sync() {
    var request =
        new SyncGroupRequestData().setGroupId(group).setMemberId(id).setGenerationId(generation);
    if (version >= 3) {
      request.setGroupInstanceId(instance);
    }
    if (version >= 5) {
      request.setProtocolType("consumer").setProtocolName("range");
    }
    return request;
  }

  SyncGroupRequestData syncAsLeader() {
    var request = sync();
    request
        .assignments()
        .add(new SyncGroupRequestAssignment().setMemberId(id).setAssignment(new byte[] {1, 2}));
    return request;
  }

  void syncsBadly(WireClient client) {
    int v = syncVersion();
    client.ask("generation", ApiKeys.SYNC_GROUP, v, withGeneration(99).sync());
    client.ask("stranger", ApiKeys.SYNC_GROUP, v, withId("who").sync());
    client.ask("no group", ApiKeys.SYNC_GROUP, v, of("", id, version).sync());
    client.ask("other group", ApiKeys.SYNC_GROUP, v, of("nope", id, version).sync());
    client.ask("no protocol", ApiKeys.SYNC_GROUP, v, syncAsLeader().setProtocolName(null));
    client.ask("other protocol", ApiKeys.SYNC_GROUP, v, syncAsLeader().setProtocolName("zz"));
    client.ask("other type", ApiKeys.SYNC_GROUP, v, syncAsLeader().setProtocolType("connect"));
  }

  void heartbeat(WireClient client, String story) {
    var request =
        new HeartbeatRequestData().setGroupId(group).setMemberId(id).setGenerationId(generation);
    if (version >= 3) {
      request.setGroupInstanceId(instance);
    }
    client.ask(story, ApiKeys.HEARTBEAT, heartbeatVersion(), request);
  }

  void heartbeats(WireClient client) {
    heartbeat(client, "good");
    withGeneration(generation + 1).heartbeat(client, "generation");
    withId("who").heartbeat(client, "stranger");
    of("nope", id, version).heartbeat(client, "other group");
    of("", id, version).heartbeat(client, "no group");
    withInstance("i").heartbeat(client, "instance");
  }

  /// @param members id and instance of each
  void leave(WireClient client, String story, @Nullable String... members) {
    var request = new LeaveGroupRequestData().setGroupId(group);
    int v = Math.min(version, 5);
    if (v < 3) {
      request.setMemberId(members[0]);
    } else {
      for (int i = 0; i < members.length; i += 2) {
        request
            .members()
            .add(new MemberIdentity().setMemberId(members[i]).setGroupInstanceId(members[i + 1]));
      }
    }
    client.ask(story, ApiKeys.LEAVE_GROUP, v, request);
  }

  void leaves(WireClient client) {
    leave(client, "stranger", "who", null);
    of("nope", id, version).leave(client, "other group", "who", null);
    of("", id, version).leave(client, "no group", "who", null);
    if (version >= 3) {
      leave(client, "instance", "", "i");
      leave(client, "instance and id", id, "i");
      leave(client, "nobody");
    }
    leave(client, "good", id, null);
    leave(client, "again", id, null);
  }
}
