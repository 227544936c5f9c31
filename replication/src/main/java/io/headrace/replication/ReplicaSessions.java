package io.headrace.replication;

import io.headrace.protocol.ErrorCode;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.throttle.ReplicaThrottle;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.Timers;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Serves the followers of the partitions that this broker leads: one session for each follower,
/// with at most one fetch that waits in it. A second one makes the first be answered at once;
/// followers do that to bring news.
///
/// A session belongs to the connection that it was begun on. A follower that was cut off begins
/// another on a new connection; the one before ends then. The old connection may break long after:
/// what is known of the follower by then is what the new session said, and stays.
///
/// Runs on: the reactor.
public final class ReplicaSessions {

  private static final long NS_PER_MS = 1_000_000;

  /// How long the news of a high watermark waits for records to travel with.
  private static final long NEWS_WAIT_NS = 100_000_000;

  private final Partitions partitions;
  private final ReplicaThrottle throttle;
  private final Reactor reactor;
  private final Timers timers;
  private final Clock clock;
  private final TreeMap<Long, Connection> byConnection = new TreeMap<>();

  /// Where each follower's session is.
  private final TreeMap<Integer, Connection> byFollower = new TreeMap<>();

  private final TreeMap<Integer, Long> heardNs = new TreeMap<>();
  private int lastSessionId;

  /// Takes an answer; nothing if who asked is gone.
  public interface Done {
    void onDone(FollowerAnswer answer);
  }

  ReplicaSessions(Partitions partitions, ReplicaThrottle throttle, Replication replication) {
    this.partitions = partitions;
    this.throttle = throttle;
    this.reactor = replication.reactor();
    this.timers = replication.timers();
    this.clock = replication.clock();
  }

  /// When a broker fetched last, whatever it was.
  public long lastHeardNs(int brokerId) {
    return heardNs.getOrDefault(brokerId, Long.MIN_VALUE);
  }

  /// Answers now if there is something to tell, else when there is or time is up.
  ///
  /// @param connection of whoever asks
  public void fetch(ReplicaFetch request, long connection, Done done) {
    heardNs.put(request.replicaId(), clock.nowNs());
    if (request.sessionEpoch() == ReplicaFetch.NO_SESSION) {
      done.onDone(SingleReads.answer(partitions, request));
      return;
    }
    Connection line = byConnection.computeIfAbsent(connection, _ -> new Connection());
    line.answerWaiting();
    if (request.sessionEpoch() == 0) {
      line.begin(request, done);
    } else if (line.session == null || line.session.id != request.sessionId()) {
      done.onDone(FollowerAnswer.refused(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
    } else if (!line.session.accepts(request)) {
      done.onDone(FollowerAnswer.refused(ErrorCode.INVALID_FETCH_SESSION_EPOCH));
    } else {
      line.go(request, done);
    }
  }

  /// The connection is gone, and with it the session.
  public void onClosed(long connection) {
    Connection line = byConnection.remove(connection);
    if (line != null) {
      line.close();
    }
  }

  private final class Connection {

    private @Nullable ReplicaSession session;
    private ReplicaFetch.@Nullable Limits limits;
    private @Nullable Done waiting;
    private Timers.@Nullable Timer timer;
    private Timers.@Nullable Timer newsTimer;
    private boolean willLook;

    /// The first answer does not wait: it says how the session is called.
    void begin(ReplicaFetch request, Done done) {
      end();
      Connection before = byFollower.put(request.replicaId(), this);
      if (before != null) {
        before.close();
      }
      lastSessionId = lastSessionId == Integer.MAX_VALUE ? 1 : lastSessionId + 1;
      var begun =
          new ReplicaSession(lastSessionId, request, partitions, throttle, this::onProgress);
      session = begun;
      begun.update(request, clock.nowNs());
      answer(begun, begun.collect(request.limits(), true), done);
    }

    void go(ReplicaFetch request, Done done) {
      ReplicaSession running = session;
      if (running == null) {
        return;
      }
      running.update(request, clock.nowNs());
      List<FollowerAnswer.Part> parts =
          running.collect(request.limits(), request.limits().maxWaitMs() <= 0);
      if (!parts.isEmpty() || request.limits().maxWaitMs() <= 0) {
        answer(running, parts, done);
        return;
      }
      waiting = done;
      limits = request.limits();
      timer = timers.after(request.limits().maxWaitMs() * NS_PER_MS, this::answerWaiting);
      if (running.hasNews()) {
        waitForNews();
      }
    }

    private void answer(ReplicaSession of, List<FollowerAnswer.Part> parts, Done done) {
      done.onDone(new FollowerAnswer(ErrorCode.NONE, of.id, parts));
    }

    /// Once, when the turn ends: one answer carries all that a commit wrote.
    private void onProgress() {
      if (waiting != null && !willLook) {
        willLook = true;
        reactor.atEndOfTurn(this::look);
      }
    }

    private void look() {
      willLook = false;
      if (waiting == null || session == null || limits == null) {
        return;
      }
      List<FollowerAnswer.Part> parts = session.collect(limits, false);
      if (!parts.isEmpty()) {
        finish(session, parts);
      } else if (session.hasNews()) {
        waitForNews();
      }
    }

    private void waitForNews() {
      if (newsTimer == null) {
        newsTimer = timers.after(NEWS_WAIT_NS, this::answerWaiting);
      }
    }

    void answerWaiting() {
      if (waiting != null && session != null && limits != null) {
        finish(session, session.collect(limits, true));
      }
    }

    private void finish(ReplicaSession of, List<FollowerAnswer.Part> parts) {
      Done done = waiting;
      stopWaiting();
      if (done != null) {
        answer(of, parts, done);
      }
    }

    private void stopWaiting() {
      waiting = null;
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
      if (newsTimer != null) {
        newsTimer.cancel();
        newsTimer = null;
      }
    }

    private void end() {
      ReplicaSession running = session;
      if (running != null) {
        session = null;
        byFollower.remove(running.replicaId, this);
        running.close();
      }
    }

    void close() {
      Done done = waiting;
      stopWaiting();
      end();
      if (done != null) {
        done.onDone(FollowerAnswer.refused(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
      }
    }
  }
}
