package io.headrace.broker.api.data;

import io.headrace.broker.api.data.FetchContext.Answer;
import io.headrace.replication.FetchScope;
import io.headrace.replication.Fetched;
import io.headrace.replication.ReadablePartition.Watcher;
import io.headrace.replication.Wanted;
import java.util.ArrayList;
import java.util.List;

/// What one request in a session looks at: the partitions of the session that are ready then. Other
/// requests of the session may wait beside it.
final class SessionScope implements FetchScope {

  private final FetchSession session;
  private final Answer answer;
  private final FetchContext.Lookup lookup;
  private List<FetchSession.Entry> looked = List.of();

  SessionScope(FetchSession session, Answer answer, FetchContext.Lookup lookup) {
    this.session = session;
    this.answer = answer;
    this.lookup = lookup;
  }

  /// What was looked at last, in the order of [#look].
  List<FetchTarget> targets() {
    return looked.stream().map(FetchSession.Entry::target).toList();
  }

  @Override
  public List<Wanted> look() {
    looked = session.ready();
    var wanted = new ArrayList<Wanted>(looked.size());
    for (FetchSession.Entry entry : looked) {
      Wanted now = lookup.wanted(entry.target(), entry.position());
      entry.at(now);
      wanted.add(now);
    }
    return wanted;
  }

  /// A full answer will name all of them, whether anything happens or not.
  @Override
  public void foundTooLittle(List<Fetched> found) {
    if (answer == Answer.FULL) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      looked.get(i).found(found.get(i));
    }
  }

  @Override
  public boolean anyHere() {
    return session.anyHere();
  }

  @Override
  public void watch(Watcher watcher) {
    session.watch(watcher);
  }

  @Override
  public void unwatch(Watcher watcher) {
    session.unwatch(watcher);
  }
}
