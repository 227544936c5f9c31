package io.headrace.network;

import io.headrace.network.Complaints.Kind;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The open connections of a server: how many there may be, and which have been silent for too
/// long.
///
/// Runs on: the reactor.
final class Connections {

  private final NetworkLimits limits;
  private final Complaints complaints;
  private final SequencedSet<Connection> open = new LinkedHashSet<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();
  private final Map<String, Integer> perListener = new HashMap<>();

  Connections(NetworkLimits limits, Complaints complaints) {
    this.limits = limits;
    this.complaints = complaints;
  }

  int count() {
    return open.size();
  }

  /// Whether there is place for one more. When all places are taken, the oldest connection that has
  /// never brought a request makes way: nobody can keep others out by connecting alone.
  ///
  /// @param maxOfListener of the listener by which it came
  boolean admit(Connection connection, int maxOfListener) {
    int same = perAddress.getOrDefault(connection.address(), 0);
    if (same >= limits.maxConnectionsPerAddress()) {
      complaints.say(
          Kind.TOO_MANY_CONNECTIONS,
          connection,
          "max.connections.per.ip=" + limits.maxConnectionsPerAddress() + " reached");
      return false;
    }
    String listener = connection.listener();
    if (perListener.getOrDefault(listener, 0) >= maxOfListener && !makeWay(listener)) {
      complaints.say(
          Kind.TOO_MANY_CONNECTIONS,
          connection,
          "listener.name.%s.max.connections=%d reached"
              .formatted(listener.toLowerCase(Locale.ROOT), maxOfListener));
      return false;
    }
    if (open.size() >= limits.maxConnections() && !makeWay(null)) {
      complaints.say(
          Kind.TOO_MANY_CONNECTIONS,
          connection,
          "max.connections=" + limits.maxConnections() + " reached");
      return false;
    }
    open.add(connection);
    perAddress.merge(connection.address(), 1, Integer::sum);
    perListener.merge(listener, 1, Integer::sum);
    return true;
  }

  void remove(Connection connection) {
    if (open.remove(connection)) {
      perAddress.computeIfPresent(
          connection.address(), (_, count) -> count == 1 ? null : count - 1);
      perListener.merge(connection.listener(), -1, Integer::sum);
    }
  }

  /// Closes the one that holds most of the memory for unfinished requests without ever having
  /// finished one, if it holds more than `asker`.
  void dropLargestStranger(Connection asker) {
    Connection largest = null;
    int most = asker.heldBytes();
    for (Connection each : open) {
      if (!each.isProven() && each.heldBytes() > most) {
        largest = each;
        most = each.heldBytes();
      }
    }
    if (largest != null) {
      largest.close(
          Kind.MEMORY_SPENT, "its unfinished request holds " + most + " bytes, needed by others");
    }
  }

  void closeOverdue(long nowNs) {
    for (Connection each : List.copyOf(open)) {
      each.closeIfOverdue(nowNs);
    }
  }

  void closeAll() {
    for (Connection each : List.copyOf(open)) {
      each.closeQuietly();
    }
  }

  /// @param listener by which it must have come; null for any
  private boolean makeWay(@Nullable String listener) {
    @Nullable Connection oldest = null;
    for (Connection each : open) {
      if (!each.isProven() && (listener == null || listener.equals(each.listener()))) {
        oldest = each;
        break;
      }
    }
    if (oldest == null) {
      return false;
    }
    oldest.close(Kind.TOO_MANY_CONNECTIONS, "it made way for a new one without having asked");
    return true;
  }
}
