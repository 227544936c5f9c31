package io.headrace.broker.api.data;

import io.headrace.base.TopicId;
import io.headrace.protocol.KafkaIds;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;

/// Works out what a Fetch request reads from what it says and from its session (KIP-227).
///
/// ```
///  session id  epoch
///     0         −1    everything is in the request, no session
///     0          0    likewise, and a session is opened if there is room
///     n         −1    likewise, session n is closed
///     n          0    likewise, session n is closed and a new one opened
///     n         > 0   what session n holds, changed by the request
/// ```
public final class FetchContexts {

  private static final int FINAL_EPOCH = -1;

  private final FetchSessions sessions;

  /// @param slots `max.incremental.fetch.session.cache.slots`
  public FetchContexts(int slots, Clock clock, RandomSource random) {
    this.sessions = new FetchSessions(slots, clock, random);
  }

  FetchContext contextOf(FetchRequestData request, boolean withTopicIds) {
    if (request.sessionEpoch() > FetchSession.INITIAL_EPOCH) {
      return incremental(request, withTopicIds);
    }
    if (request.sessionId() != 0) {
      sessions.close(request.sessionId());
    }
    SequencedMap<FetchTarget, FetchTarget.Position> positions = positions(request);
    if (request.sessionEpoch() == FINAL_EPOCH || positions.isEmpty()) {
      return new FetchContext.Once(positions);
    }
    FetchSession session = sessions.open(positions.size(), withTopicIds);
    if (session == null) {
      return new FetchContext.Once(positions);
    }
    positions.forEach(session::put);
    return new FetchContext.InSession(session, FetchContext.Answer.FULL);
  }

  private FetchContext incremental(FetchRequestData request, boolean withTopicIds) {
    return switch (sessions.find(request.sessionId(), request.sessionEpoch(), withTopicIds)) {
      case FetchSessions.Found.Refused refused -> new FetchContext.Refused(refused.error());
      case FetchSessions.Found.Session found -> {
        FetchSession session = found.session();
        positions(request).forEach(session::put);
        for (ForgottenTopic topic : request.forgottenTopicsData()) {
          TopicId id = KafkaIds.fromKafka(topic.topicId());
          for (int partition : topic.partitions()) {
            session.forget(new FetchTarget(topic.topic(), id, partition));
          }
        }
        yield new FetchContext.InSession(session, FetchContext.Answer.NEWS);
      }
    };
  }

  private static SequencedMap<FetchTarget, FetchTarget.Position> positions(
      FetchRequestData request) {
    SequencedMap<FetchTarget, FetchTarget.Position> positions = new LinkedHashMap<>();
    for (FetchTopic topic : request.topics()) {
      TopicId id = KafkaIds.fromKafka(topic.topicId());
      for (FetchPartition each : topic.partitions()) {
        positions.put(
            new FetchTarget(topic.topic(), id, each.partition()),
            new FetchTarget.Position(
                each.fetchOffset(), each.currentLeaderEpoch(), each.partitionMaxBytes()));
      }
    }
    return positions;
  }
}
