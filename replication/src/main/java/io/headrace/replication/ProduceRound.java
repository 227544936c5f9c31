package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.AppendTicket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The appends of one produce request, answered together when all of them are done or time is up.
///
/// Runs on: the reactor.
public final class ProduceRound {

  /// Takes the outcomes, in the order in which the appends were numbered.
  public interface Done {
    void onDone(List<AppendResult> results);
  }

  private final @Nullable AppendResult[] results;
  private final Done done;
  private int missing;

  /// Where it waits; null while it does not.
  private @Nullable ParkedProduces parkedIn;

  private long deadlineNs;

  /// @param appends how many outcomes there will be, at least one
  public ProduceRound(int appends, Done done) {
    this.results = new @Nullable AppendResult[appends];
    this.missing = appends;
    this.done = done;
  }

  /// The ticket of append number `index`.
  public AppendTicket ticket(int index) {
    return result -> onResult(index, result);
  }

  /// Gives the outcome of append number `index`; without effect once the time is up.
  public void onResult(int index, AppendResult result) {
    if (isDone()) {
      return;
    }
    if (results[index] != null) {
      throw new IllegalStateException("append " + index + " is answered twice: " + result);
    }
    results[index] = result;
    missing--;
    if (isDone()) {
      finish();
    }
  }

  boolean isDone() {
    return missing == 0;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  void parked(ParkedProduces where, long untilNs) {
    parkedIn = where;
    deadlineNs = untilNs;
  }

  void expire() {
    var timedOut = AppendResult.refused(ErrorCode.REQUEST_TIMED_OUT);
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        results[i] = timedOut;
      }
    }
    missing = 0;
    finish();
  }

  private void finish() {
    if (parkedIn != null) {
      parkedIn.remove(this);
    }
    var all = new ArrayList<AppendResult>(results.length);
    for (AppendResult result : results) {
      if (result == null) {
        throw new IllegalStateException("a round is finished with an outcome missing");
      }
      all.add(result);
    }
    done.onDone(all);
  }
}
