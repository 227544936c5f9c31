package io.headrace.compatibility;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiKeys;

/// Questions of static members (KIP-345).
final class WireStaticMemberQuestions {

  private WireStaticMemberQuestions() {}

  static void ask(WireClient client, int v, Uuid topic) {
    var place = WireMember.of("static-" + v, "", v).withInstance("I");
    WireMember first = place.joinedBy(client);
    client.ask("static", ApiKeys.SYNC_GROUP, first.syncVersion(), first.syncAsLeader());
    WireGroupQuestions.describe(client, "static", place.group());
    var otherPlace = first.withInstance("J");
    client.ask("another's id", ApiKeys.JOIN_GROUP, v, otherPlace.join());
    WireMember second = place.joinedBy(client);
    first.heartbeat(client, "fenced");
    second.heartbeat(client, "came back");
    second.withInstance(null).heartbeat(client, "without its instance");
    client.ask("fenced", ApiKeys.JOIN_GROUP, v, first.join());
    client.ask("fenced", ApiKeys.SYNC_GROUP, first.syncVersion(), first.sync());
    client.ask("came back", ApiKeys.SYNC_GROUP, second.syncVersion(), second.sync());
    WireOffsetQuestions.commit(client, "fenced", first, topic);
    WireOffsetQuestions.commit(client, "came back", second, topic);
    second.leave(client, "fenced", first.id(), "I");
    second.leave(client, "by instance", "", "I", "", "K");
    WireGroupQuestions.describe(client, "static, left", place.group());
  }
}
