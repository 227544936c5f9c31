package io.headrace.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.log.PartitionLog;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.replication.Fetched;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.ReadablePartition.Watcher;
import io.headrace.replication.Wanted;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Fetch sessions (KIP-227): which partitions a request reads, and which its answer names.
class FetchSessionsTest {

  private static final boolean BY_NAME = false;

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();
  private final FetchContexts contexts = new FetchContexts(2, life.clock(), life.random());

  private final List<Tail> tails = List.of(new Tail(), new Tail());

  private static FetchRequestData request(int sessionId, int epoch, int... partitions) {
    var request = new FetchRequestData().setSessionId(sessionId).setSessionEpoch(epoch);
    var topic = new FetchTopic().setTopic("t");
    for (int partition : partitions) {
      topic.partitions().add(new FetchPartition().setPartition(partition).setFetchOffset(10));
    }
    if (partitions.length > 0) {
      request.topics().add(topic);
    }
    return request;
  }

  private FetchContext.Reading reading(FetchRequestData request) {
    return (FetchContext.Reading) contexts.contextOf(request, BY_NAME);
  }

  private ErrorCode refusal(FetchRequestData request, boolean withTopicIds) {
    return ((FetchContext.Refused) contexts.contextOf(request, withTopicIds)).error();
  }

  private static List<Integer> partitionsOf(FetchContext.Reading reading) {
    var targeted = reading.scope((_, _) -> Wanted.refused(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    targeted.scope().look();
    return targeted.targets().get().stream().map(FetchTarget::partition).toList();
  }

  private static Map.Entry<FetchTarget, PartitionData<String>> found(
      int partition, long highWatermark, @Nullable String records) {
    return Map.entry(
        new FetchTarget("t", TopicId.ZERO, partition),
        new PartitionData<>(
            partition,
            ErrorCode.NONE,
            new Offsets(highWatermark, highWatermark, 0),
            null,
            records == null ? null : new Records<>(records, records.length()),
            null));
  }

  @Test
  void aSessionRemembersWhatItsFetcherReads() {
    int id = reading(request(0, 0, 0, 1)).sessionId();

    assertThat(partitionsOf(reading(request(id, 1)))).containsExactly(0, 1);
    assertThat(partitionsOf(reading(request(id, 2, 2)))).containsExactly(0, 1, 2);
  }

  @Test
  void aForgottenPartitionIsReadNoMore() {
    int id = reading(request(0, 0, 0, 1)).sessionId();
    FetchRequestData forgets = request(id, 1);
    forgets.forgottenTopicsData().add(new ForgottenTopic().setTopic("t").setPartitions(List.of(0)));

    assertThat(partitionsOf(reading(forgets))).containsExactly(1);
  }

  @Test
  void epochsGoUpByOne() {
    int id = reading(request(0, 0, 0)).sessionId();
    reading(request(id, 1));

    assertThat(refusal(request(id, 1), BY_NAME)).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    assertThat(refusal(request(id, 3), BY_NAME)).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    assertThat(reading(request(id, 2)).sessionId()).isEqualTo(id);
  }

  @Test
  void aSessionByNameIsNotOneByTopicId() {
    int id = reading(request(0, 0, 0)).sessionId();

    assertThat(refusal(request(id, 1), true)).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
  }

  @Test
  void aFinalEpochClosesTheSession() {
    int id = reading(request(0, 0, 0)).sessionId();

    assertThat(reading(request(id, -1, 0)).sessionId()).isZero();

    assertThat(refusal(request(id, 1), BY_NAME)).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  }

  @Test
  void anAnswerNamesWhatMovedAndNothingElse() {
    FetchContext.Reading full = reading(request(0, 0, 0, 1, 2));
    full.answer(List.of(found(0, 10, null), found(1, 10, null), found(2, 10, null)));

    var told =
        reading(request(full.sessionId(), 1))
            .answer(List.of(found(0, 10, null), found(1, 11, null), found(2, 10, "records")));

    assertThat(told).extracting(each -> each.getKey().partition()).containsExactly(1, 2);
  }

  @Test
  void aPartitionThatHadRecordsGoesToTheEnd() {
    FetchContext.Reading full = reading(request(0, 0, 0, 1, 2));
    full.answer(List.of(found(0, 10, "records"), found(1, 10, null), found(2, 10, null)));

    assertThat(partitionsOf(reading(request(full.sessionId(), 1)))).containsExactly(1, 2, 0);
  }

  @Test
  void withoutRoomTheNewcomerHasNoSession() {
    reading(request(0, 0, 0));
    reading(request(0, 0, 0));

    assertThat(reading(request(0, 0, 0)).sessionId()).isZero();
  }

  @Test
  void aSessionIdleForLongMakesRoom() {
    int idle = reading(request(0, 0, 0)).sessionId();
    world.advance(FetchSessions.EVICTABLE_AFTER_NS / 2);
    int busy = reading(request(0, 0, 0)).sessionId();
    world.advance(FetchSessions.EVICTABLE_AFTER_NS / 2 + 1);

    assertThat(reading(request(0, 0, 0)).sessionId()).isPositive();

    assertThat(refusal(request(idle, 1), BY_NAME)).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    assertThat(reading(request(busy, 1)).sessionId()).isEqualTo(busy);
  }

  /// Partitions 0 and 1 of a session, read from offset 10.
  private FetchContext.Targeted both(FetchContext.Reading reading) {
    return reading.scope((target, position) -> {
      Tail tail = tails.get(target.partition());
      return Wanted.of(tail, position.offset(), -1, position.maxBytes());
    });
  }

  private static Fetched nothing(long highWatermark) {
    return new Fetched.Data(null, highWatermark, highWatermark, 0);
  }

  private static List<Integer> lookedAt(FetchContext.Targeted targeted) {
    targeted.scope().look();
    return targeted.targets().get().stream().map(FetchTarget::partition).toList();
  }

  /// A session that was told of both partitions at these high watermarks.
  private int sessionAt(long first, long second) {
    FetchContext.Reading full = reading(request(0, 0, 0, 1));
    both(full).scope().look();
    full.answer(List.of(found(0, first, null), found(1, second, null)));
    return full.sessionId();
  }

  @Test
  void aPartitionReadToItsEndIsAtRestUntilSomethingHappens() {
    int id = sessionAt(10, 10);
    assertThat(lookedAt(both(reading(request(id, 1))))).isEmpty();

    tails.get(1).progress();

    assertThat(lookedAt(both(reading(request(id, 2))))).containsExactly(1);
  }

  @Test
  void aPartitionIsLookedAtWhenTheClientSaysFromWhere() {
    int id = sessionAt(10, 10);

    assertThat(lookedAt(both(reading(request(id, 1, 0))))).containsExactly(0);
  }

  @Test
  void whatDidNotFitIsLookedAtAgain() {
    int id = sessionAt(10, 11);

    assertThat(lookedAt(both(reading(request(id, 1))))).containsExactly(1);
  }

  @Test
  void aFetchThatFoundTooLittleGoesOnWithWhatIsNewAndIsWoken() {
    int id = sessionAt(10, 10);
    FetchContext.Targeted waiting = both(reading(request(id, 1, 0, 1)));
    assertThat(lookedAt(waiting)).containsExactly(0, 1);
    waiting.scope().foundTooLittle(List.of(nothing(10), nothing(9)));
    assertThat(lookedAt(waiting)).as("a high watermark it was not told of").containsExactly(1);
    var woken = new AtomicInteger();
    Watcher watcher = woken::incrementAndGet;
    waiting.scope().watch(watcher);

    tails.get(0).progress();

    assertThat(woken).hasValue(1);
    assertThat(lookedAt(waiting)).containsExactly(1, 0);
    assertThat(waiting.scope().anyHere()).isTrue();
  }

  @Test
  void aFullAnswerNamesEverythingHoweverLongItWaited() {
    FetchContext.Targeted waiting = both(reading(request(0, 0, 0, 1)));
    lookedAt(waiting);
    waiting.scope().foundTooLittle(List.of(nothing(10), nothing(10)));

    assertThat(lookedAt(waiting)).containsExactly(0, 1);
  }

  @Test
  void aPartitionThatFailsIsLookedAtByEveryRequest() {
    int id = sessionAt(10, 10);
    reading(request(id, 1, 0)).answer(List.of(failed(0)));

    assertThat(lookedAt(both(reading(request(id, 2))))).containsExactly(0);
  }

  private static Map.Entry<FetchTarget, PartitionData<String>> failed(int partition) {
    return Map.entry(
        new FetchTarget("t", TopicId.ZERO, partition),
        new PartitionData<>(
            partition, ErrorCode.OFFSET_OUT_OF_RANGE, Offsets.UNKNOWN, null, null, null));
  }

  @Test
  void aClosedSessionWatchesNothingAndEndsWhoWaits() {
    int id = sessionAt(10, 10);
    FetchContext.Targeted waiting = both(reading(request(id, 1)));
    var woken = new AtomicInteger();
    waiting.scope().watch(woken::incrementAndGet);
    assertThat(tails).allMatch(tail -> tail.watchers.size() == 1);

    reading(request(id, -1, 0));

    assertThat(woken).hasValue(1);
    assertThat(waiting.scope().anyHere()).isFalse();
    assertThat(tails).allMatch(tail -> tail.watchers.isEmpty());
  }

  /// A partition of which nothing is known but who watches it.
  private static final class Tail implements ReadablePartition {

    private final Set<Watcher> watchers = new LinkedHashSet<>();

    void progress() {
      Watcher.tellAll(watchers);
    }

    @Override
    public int leaderEpoch() {
      return 0;
    }

    @Override
    public void watch(Watcher watcher) {
      watchers.add(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
      watchers.remove(watcher);
    }

    @Override
    public long highWatermark() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long lastStableOffset() {
      throw new UnsupportedOperationException();
    }

    @Override
    public PartitionLog log() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isBeingRepaired() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ErrorCode epochError(int currentLeaderEpoch) {
      throw new UnsupportedOperationException();
    }
  }
}
