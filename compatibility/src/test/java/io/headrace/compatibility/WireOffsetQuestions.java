package io.headrace.compatibility;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Questions about committed offsets.
final class WireOffsetQuestions {

  private static final int FIRST_COMMIT_WITH_IDS = 10;
  private static final int FIRST_FETCH_WITH_GROUPS = 8;
  private static final int FIRST_FETCH_WITH_IDS = 10;
  private static final List<Integer> PARTITIONS = List.of(0, 1, 7);

  private WireOffsetQuestions() {}

  private static OffsetCommitRequestData request(WireMember member, int v, Uuid topic) {
    var request =
        new OffsetCommitRequestData()
            .setGroupId(member.group())
            .setMemberId(member.id())
            .setGenerationIdOrMemberEpoch(member.generation());
    if (v >= 7) {
      request.setGroupInstanceId(member.instance());
    }
    request.topics().add(topic(v, "grouped", topic, "note"));
    request.topics().add(topic(v, "nowhere", new Uuid(5, 5), null));
    return request;
  }

  private static OffsetCommitRequestTopic topic(
      int v, String name, Uuid id, @Nullable String note) {
    var topic = new OffsetCommitRequestTopic();
    if (v >= FIRST_COMMIT_WITH_IDS) {
      topic.setTopicId(id);
    } else {
      topic.setName(name);
    }
    for (int partition : PARTITIONS) {
      topic
          .partitions()
          .add(
              new OffsetCommitRequestPartition()
                  .setPartitionIndex(partition)
                  .setCommittedOffset(3 + partition)
                  .setCommittedMetadata(note));
    }
    return topic;
  }

  private static int versionOf(WireMember member) {
    return Math.clamp(member.version() + 1, 2, 10);
  }

  static void commit(WireClient client, String story, WireMember member, Uuid topic) {
    int v = versionOf(member);
    client.ask(story, ApiKeys.OFFSET_COMMIT, v, request(member, v, topic));
  }

  static void commits(WireClient client, WireMember member, Uuid topic) {
    commit(client, "good", member, topic);
    commit(client, "generation", member.withGeneration(99), topic);
    commit(client, "stranger", member.withId("who"), topic);
    commit(client, "nobody", member.withId("").withGeneration(-1), topic);
    commit(client, "other group", WireMember.of("nope", "who", member.version()), topic);
    commit(client, "no group", WireMember.of("", "", member.version()), topic);
    int v = versionOf(member);
    var nothing = request(member, v, topic).setTopics(List.of());
    client.ask("nothing", ApiKeys.OFFSET_COMMIT, v, nothing);
    var longNote = request(member, v, topic);
    longNote.topics().getFirst().partitions().getFirst().setCommittedMetadata("z".repeat(5_000));
    client.ask("long note", ApiKeys.OFFSET_COMMIT, v, longNote);
  }

  /// Commits without membership into a group that is empty.
  static void commitsOfNobody(WireClient client, String group, int v, Uuid topic) {
    var nobody = WireMember.of(group, "", v - 1);
    client.ask("into the empty", ApiKeys.OFFSET_COMMIT, v, request(nobody, v, topic));
    client.ask("with an id", ApiKeys.OFFSET_COMMIT, v, request(nobody.withId("q"), v, topic));
  }

  static void fetch(WireClient client, int v, Uuid topic) {
    for (String group : List.of("life-1", "nope", "")) {
      client.ask("some of " + group, ApiKeys.OFFSET_FETCH, v, fetchSome(group, v, topic));
      client.ask("all of " + group, ApiKeys.OFFSET_FETCH, v, fetchAll(group, v));
    }
    var stable = fetchAll("life-1", v).setRequireStable(true);
    client.ask("stable ones", ApiKeys.OFFSET_FETCH, v, stable);
    if (v >= FIRST_FETCH_WITH_GROUPS) {
      var two = fetchAll("life-1", v);
      two.groups().addAll(fetchSome("life-2", v, topic).groups());
      client.ask("two groups", ApiKeys.OFFSET_FETCH, v, two);
    }
    if (v > FIRST_FETCH_WITH_GROUPS) {
      for (String group : List.of("life-1", "nope")) {
        var asMember = fetchAll(group, v);
        asMember.groups().getFirst().setMemberId("who").setMemberEpoch(3);
        client.ask("as a member of " + group, ApiKeys.OFFSET_FETCH, v, asMember);
      }
    }
  }

  private static OffsetFetchRequestData fetchAll(String group, int v) {
    return v >= FIRST_FETCH_WITH_GROUPS
        ? ofGroup(new OffsetFetchRequestGroup().setGroupId(group).setTopics(null))
        : new OffsetFetchRequestData().setGroupId(group).setTopics(null);
  }

  private static OffsetFetchRequestData fetchSome(String group, int v, Uuid id) {
    if (v < FIRST_FETCH_WITH_GROUPS) {
      var request = new OffsetFetchRequestData().setGroupId(group).setTopics(new ArrayList<>());
      for (String name : List.of("grouped", "nowhere")) {
        request
            .topics()
            .add(new OffsetFetchRequestTopic().setName(name).setPartitionIndexes(PARTITIONS));
      }
      return request;
    }
    var known = new OffsetFetchRequestTopics().setPartitionIndexes(PARTITIONS);
    var unknown = new OffsetFetchRequestTopics().setPartitionIndexes(PARTITIONS);
    if (v >= FIRST_FETCH_WITH_IDS) {
      known.setTopicId(id);
      unknown.setTopicId(new Uuid(5, 5));
    } else {
      known.setName("grouped");
      unknown.setName("nowhere");
    }
    return ofGroup(
        new OffsetFetchRequestGroup().setGroupId(group).setTopics(List.of(known, unknown)));
  }

  private static OffsetFetchRequestData ofGroup(OffsetFetchRequestGroup group) {
    return new OffsetFetchRequestData().setGroups(new ArrayList<>(List.of(group)));
  }
}
