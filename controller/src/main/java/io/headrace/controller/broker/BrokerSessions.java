package io.headrace.controller.broker;

import io.headrace.controller.broker.BrokerRegistration.FormerLife;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Remembers when each broker was last heard of. Only the active controller knows; the next one
/// begins with a full session for each broker, but for whoever led the metadata log before: it is
/// most likely gone, and is given [#SUSPECT_NS] to say a word.
///
/// A node that was paused must not believe that everybody else was silent: see [#silent].
///
/// Runs on: the reactor.
public final class BrokerSessions {
  private static final long NS_PER_MS = 1_000_000;

  /// How long the former leader of the metadata log has to find the new one. It may have lost the
  /// lead because it is busy; if its process is gone, [#onNodeGone] tells.
  private static final long SUSPECT_NS = 1_000 * NS_PER_MS;

  /// How often to look for who is silent.
  public static final long CHECK_NS = 100 * NS_PER_MS;

  private final int localBroker;
  private final long sessionNs;
  private final Map<Integer, Session> sessions = new TreeMap<>();
  private long lastCheckNs;

  /// @param localBroker the broker in the controller's own process: as alive as the controller
  /// @param sessionNs `broker.session.timeout.ms`
  public BrokerSessions(int localBroker, long sessionNs) {
    this.localBroker = localBroker;
    this.sessionNs = sessionNs;
  }

  private enum Heard {
    /// It has a session because the last controller left it in service.
    NOT_YET,
    IN_THIS_TERM
  }

  private record Session(long brokerEpoch, long deadlineNs, Heard heard) {}

  /// This node decides from now on. Whatever the broker in its own process was in a former life is
  /// over: nobody waits for that to end.
  public void begin(ClusterImage image, int formerLeader, long nowNs) {
    sessions.clear();
    lastCheckNs = nowNs;
    for (BrokerImage broker : image.brokers()) {
      if (!broker.fenced() && broker.id() != localBroker) {
        long graceNs = broker.id() == formerLeader ? Math.min(SUSPECT_NS, sessionNs) : sessionNs;
        sessions.put(broker.id(), new Session(broker.epoch(), nowNs + graceNs, Heard.NOT_YET));
      }
    }
  }

  /// This broker, by this registration, was heard of.
  public void onHeard(int broker, long brokerEpoch, long nowNs) {
    sessions.put(broker, new Session(brokerEpoch, nowNs + sessionNs, Heard.IN_THIS_TERM));
  }

  /// Nobody answers at the address of this broker's node. Whether that ended its session: only one
  /// that rests on the word of the last controller.
  public boolean onNodeGone(int broker) {
    Session session = sessions.get(broker);
    boolean ends = session != null && session.heard() == Heard.NOT_YET;
    if (ends) {
      sessions.remove(broker);
    }
    return ends;
  }

  public void onGone(int broker) {
    sessions.remove(broker);
  }

  /// What is known of the last process with this id.
  public FormerLife lifeOf(int broker, long nowNs) {
    Session session = sessions.get(broker);
    if (session == null || session.deadlineNs() <= nowNs) {
      return FormerLife.SILENT;
    }
    return session.heard() == Heard.NOT_YET ? FormerLife.NOT_HEARD_YET : FormerLife.ALIVE;
  }

  /// Whether the broker was heard of within its session.
  public boolean isAlive(int broker, long nowNs) {
    Session session = sessions.get(broker);
    return session != null && session.deadlineNs() > nowNs;
  }

  /// Who of those in the image that are not fenced was not heard of in time; told again and again
  /// until they are fenced. If this check itself comes late, the process was stopped or starved,
  /// and heartbeats may lie unread: then everybody gets the time back.
  public List<Integer> silent(ClusterImage image, long nowNs) {
    long lateNs = nowNs - lastCheckNs - 2 * CHECK_NS;
    lastCheckNs = nowNs;
    if (lateNs > 0) {
      sessions.replaceAll(
          (_, it) -> new Session(it.brokerEpoch(), it.deadlineNs() + lateNs, it.heard()));
    }
    return image.brokers().stream()
        .filter(broker -> !broker.fenced() && broker.id() != localBroker)
        .map(BrokerImage::id)
        .filter(id -> !isAlive(id, nowNs))
        .toList();
  }
}
