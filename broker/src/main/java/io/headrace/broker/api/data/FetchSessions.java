package io.headrace.broker.api.data;

import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fetch sessions of this broker (KIP-227), as many as
/// `max.incremental.fetch.session.cache.slots` allows and no more than [#MAX_PARTITIONS] partitions
/// in all of them together. When there is no room, the session that was idle longest makes way if
/// it was idle for [#EVICTABLE_AFTER_NS]; else the newcomer is served without a session.
final class FetchSessions {

  static final int MAX_PARTITIONS = 1_000_000;
  static final long EVICTABLE_AFTER_NS = 120_000_000_000L;

  private final Map<Integer, FetchSession> byId = new TreeMap<>();
  private final int slots;
  private final Clock clock;
  private final RandomSource random;

  FetchSessions(int slots, Clock clock, RandomSource random) {
    this.slots = slots;
    this.clock = clock;
    this.random = random;
  }

  /// What became of a request that names a session.
  sealed interface Found {
    record Session(FetchSession session) implements Found {}

    record Refused(ErrorCode error) implements Found {}
  }

  Found find(int id, int epoch, boolean withTopicIds) {
    FetchSession session = byId.get(id);
    if (session == null) {
      return new Found.Refused(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }
    ErrorCode error = session.accept(epoch, withTopicIds, clock.nowNs());
    return error == ErrorCode.NONE ? new Found.Session(session) : new Found.Refused(error);
  }

  /// A new, empty session for so many partitions; null if there is no room for it.
  @Nullable FetchSession open(int partitionCount, boolean withTopicIds) {
    int partitions = byId.values().stream().mapToInt(FetchSession::size).sum();
    if (partitionCount > MAX_PARTITIONS - partitions) {
      return null;
    }
    if (byId.size() >= slots && !evict()) {
      return null;
    }
    int id = newId();
    var session = new FetchSession(id, withTopicIds, clock.nowNs());
    byId.put(id, session);
    return session;
  }

  void close(int id) {
    FetchSession session = byId.remove(id);
    if (session != null) {
      session.close();
    }
  }

  int size() {
    return byId.size();
  }

  private boolean evict() {
    FetchSession idlest =
        byId.values().stream().min(Comparator.comparingLong(FetchSession::lastUsedNs)).orElse(null);
    if (idlest == null || clock.nowNs() - idlest.lastUsedNs() < EVICTABLE_AFTER_NS) {
      return false;
    }
    close(idlest.id());
    return true;
  }

  /// Positive and not in use; random, so that a client of before a restart does not hit another's.
  private int newId() {
    int id;
    do {
      id = 1 + random.nextInt(Integer.MAX_VALUE - 1);
    } while (byId.containsKey(id));
    return id;
  }
}
