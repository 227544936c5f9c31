package io.headrace.compatibility;

import static io.headrace.compatibility.WireClient.inEveryVersion;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Questions of a consumer for records.
final class WireFetchQuestions {

  private static final int FIRST_VERSION_WITH_SESSIONS = 7;
  private static final int FIRST_VERSION_WITH_IDS = 13;

  private final WireClient client;
  private final int version;
  private final Uuid id;

  private WireFetchQuestions(WireClient client, int version, Uuid id) {
    this.client = client;
    this.version = version;
    this.id = id;
  }

  /// @param id of the topic `read`
  static void ask(WireClient client, Uuid id) {
    Uuid dense = WireTopicQuestions.createTopic(client, "dense", 1, "compression.type", "zstd");
    var batch = WireDataQuestions.batch(Compression.NONE, 1_767_225_600_000L);
    client.ask(
        "fill dense",
        ApiKeys.PRODUCE,
        12,
        WireDataQuestions.produceRequest("dense", dense, 12, 0, batch));
    inEveryVersion(ApiKeys.FETCH, v -> new WireFetchQuestions(client, v, id).ask(dense));
  }

  private void ask(Uuid dense) {
    for (int offset : new int[] {0, 1, 3, 9, 10, 11, 999, -1}) {
      fetch("from " + offset, topic("read", id, 0, offset), _ -> {});
    }
    fetch("partition", topic("read", id, 9, 0), _ -> {});
    fetch("topic", topic("nowhere", new Uuid(5, 5), 0, 0), _ -> {});
    fetch("bad topic", topic("a b", Uuid.ZERO_UUID, 0, 0), _ -> {});
    fetch("zstd", topic("dense", dense, 0, 0), _ -> {});
    fetch("committed only", topic("read", id, 0, 0), it -> it.setIsolationLevel((byte) 1));
    fetch("little", topic("read", id, 0, 0), it -> it.setMaxBytes(10));
    fetch("nothing at all", topic("read", id, 0, 0), it -> it.setMaxBytes(0));
    fetch("epoch", knowing(topic("read", id, 0, 0), 0), _ -> {});
    fetch("later epoch", knowing(topic("read", id, 0, 0), 5), _ -> {});
    fetch("diverging", diverging(topic("read", id, 0, 3), 5), _ -> {});
    fetch("unknown session", topic("read", id, 0, 0), it -> it.setSessionId(42).setSessionEpoch(1));
    fetch("odd session", topic("read", id, 0, 0), it -> it.setSessionId(42).setSessionEpoch(-1));
    fetch("little of a partition", small(topic("read", id, 0, 0)), _ -> {});
    if (version >= FIRST_VERSION_WITH_SESSIONS) {
      session();
    }
  }

  private void session() {
    var answer =
        fetch("session", topic("read", id, 0, 0), it -> it.setSessionId(0).setSessionEpoch(0));
    int session = answer == null ? 0 : answer.sessionId();
    fetch("session, next", null, it -> it.setSessionId(session).setSessionEpoch(1));
    fetch(
        "session, moved",
        topic("read", id, 0, 10),
        it -> it.setSessionId(session).setSessionEpoch(2));
    fetch("session, no news", null, it -> it.setSessionId(session).setSessionEpoch(3));
    fetch("session, out of turn", null, it -> it.setSessionId(session).setSessionEpoch(9));
    fetch(
        "session, forgotten",
        null,
        it -> {
          var forgotten = new ForgottenTopic().setPartitions(List.of(0));
          if (version >= FIRST_VERSION_WITH_IDS) {
            forgotten.setTopicId(id);
          } else {
            forgotten.setTopic("read");
          }
          it.setSessionId(session).setSessionEpoch(4);
          it.forgottenTopicsData().add(forgotten);
        });
    fetch("session, closed", null, it -> it.setSessionId(session).setSessionEpoch(-1));
    fetch("session, gone", null, it -> it.setSessionId(session).setSessionEpoch(5));
  }

  private FetchTopic topic(String name, Uuid topicId, int partition, long offset) {
    var topic = new FetchTopic();
    if (version >= FIRST_VERSION_WITH_IDS) {
      topic.setTopicId(topicId);
    } else {
      topic.setTopic(name);
    }
    topic
        .partitions()
        .add(
            new FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1 << 20));
    return topic;
  }

  private static FetchTopic knowing(FetchTopic topic, int epoch) {
    topic.partitions().getFirst().setCurrentLeaderEpoch(epoch);
    return topic;
  }

  private static FetchTopic diverging(FetchTopic topic, int lastFetchedEpoch) {
    topic.partitions().getFirst().setLastFetchedEpoch(lastFetchedEpoch);
    return topic;
  }

  private static FetchTopic small(FetchTopic topic) {
    topic.partitions().getFirst().setPartitionMaxBytes(1);
    return topic;
  }

  private @Nullable FetchResponseData fetch(
      String story, @Nullable FetchTopic topic, Consumer<FetchRequestData> change) {
    var request =
        new FetchRequestData()
            .setMaxWaitMs(0)
            .setMinBytes(0)
            .setMaxBytes(1 << 20)
            .setSessionId(0)
            .setSessionEpoch(-1);
    if (topic != null) {
      request.topics().add(topic);
    }
    change.accept(request);
    return client.ask(story, ApiKeys.FETCH, version, request, FetchResponseData.class);
  }
}
