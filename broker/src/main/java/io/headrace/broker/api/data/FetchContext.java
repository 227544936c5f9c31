package io.headrace.broker.api.data;

import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.replication.FetchScope;
import io.headrace.replication.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// What one Fetch request reads, with or without a session.
sealed interface FetchContext {

  record Refused(ErrorCode error) implements FetchContext {}

  /// Finds a partition, or says why it cannot be read here.
  interface Lookup {
    Wanted wanted(FetchTarget target, FetchTarget.Position position);
  }

  /// What is to be read, and by which names it was asked for.
  ///
  /// @param targets those of the scope's last look, in its order
  record Targeted(FetchScope scope, Supplier<List<FetchTarget>> targets) {}

  sealed interface Reading extends FetchContext {

    /// 0 without a session.
    int sessionId();

    Targeted scope(Lookup lookup);

    /// What of that which was found goes into the answer.
    <S> List<Map.Entry<FetchTarget, PartitionData<S>>> answer(
        List<Map.Entry<FetchTarget, PartitionData<S>>> found);
  }

  /// All is in the request.
  record Once(SequencedMap<FetchTarget, FetchTarget.Position> positions) implements Reading {

    @Override
    public int sessionId() {
      return 0;
    }

    @Override
    public Targeted scope(Lookup lookup) {
      var targets = List.copyOf(positions.keySet());
      var wanted = new ArrayList<Wanted>(targets.size());
      positions.forEach((target, position) -> wanted.add(lookup.wanted(target, position)));
      return new Targeted(new FetchScope.Listed(wanted), () -> targets);
    }

    @Override
    public <S> List<Map.Entry<FetchTarget, PartitionData<S>>> answer(
        List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
      return found;
    }
  }

  /// What the session holds; it remembers what the answer tells.
  ///
  /// @param names which partitions the answer names
  record InSession(FetchSession session, Answer names) implements Reading {

    @Override
    public int sessionId() {
      return session.id();
    }

    @Override
    public Targeted scope(Lookup lookup) {
      var scope = new SessionScope(session, names, lookup);
      return new Targeted(scope, scope::targets);
    }

    @Override
    public <S> List<Map.Entry<FetchTarget, PartitionData<S>>> answer(
        List<Map.Entry<FetchTarget, PartitionData<S>>> found) {
      var told = names == Answer.FULL ? found : session.news(found);
      session.told(found);
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
