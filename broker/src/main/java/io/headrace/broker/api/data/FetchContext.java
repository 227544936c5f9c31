package io.headrace.broker.api.data;

import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What one Fetch request reads, with or without a session.
sealed interface FetchContext {

  record Refused(ErrorCode error) implements FetchContext {}

  /// @param session null without one
  /// @param answer which partitions the answer names
  record Reading(
      @Nullable FetchSession session,
      SequencedMap<FetchTarget, FetchTarget.Position> positions,
      Answer answer)
      implements FetchContext {

    int sessionId() {
      return session == null ? 0 : session.id();
    }

    /// What of that which was found goes into the answer; the session remembers it as told.
    <S> List<Map.Entry<FetchTarget, PartitionData<S>>> answer(
        List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
      if (session == null) {
        return found;
      }
      var told = answer == Answer.FULL ? found : session.news(found);
      session.told(told);
      return told;
    }
  }

  enum Answer {
    /// Everything that was asked for.
    FULL,
    /// Only what the client does not know yet.
    NEWS
  }
}
