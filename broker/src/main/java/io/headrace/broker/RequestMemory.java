package io.headrace.broker;

import io.headrace.network.ConnectionId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// How much the requests that are being served may take together.
///
/// When it is spent, whoever comes waits, in the order of coming, also who would fit: else small
/// requests could keep a large one out for ever. What a waiting connection asked for is reserved in
/// its name as soon as it fits, and it is told to come again. A connection that waits is not read,
/// so each has one place in the queue at most.
///
/// Runs on: the reactor.
final class RequestMemory {

  private final long limitBytes;
  private final SequencedMap<ConnectionId, Waiting> waiting = new LinkedHashMap<>();
  private final Map<ConnectionId, Long> granted = new HashMap<>();
  private long reservedBytes;

  private record Waiting(long bytes, Runnable onRoom) {}

  RequestMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Whether a request of so many bytes can ever be served.
  boolean couldHold(long bytes) {
    return bytes <= limitBytes;
  }

  /// Reserves memory for a request, unless it has to wait.
  boolean reserve(ConnectionId connection, long bytes) {
    if (!granted.isEmpty()) {
      Long before = granted.remove(connection);
      if (before != null) {
        reservedBytes += bytes - before;
        return true;
      }
    }
    if (isAwaited() || bytes > left()) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  /// Runs `onRoom` when the connection may come again with what was refused to it.
  void await(ConnectionId connection, long bytes, Runnable onRoom) {
    waiting.put(connection, new Waiting(bytes, onRoom));
    grant();
  }

  /// Whether somebody waits.
  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  int waitingConnections() {
    return waiting.size();
  }

  long limitBytes() {
    return limitBytes;
  }

  void release(long bytes) {
    reservedBytes -= bytes;
    if (isAwaited()) {
      grant();
    }
  }

  /// The connection is gone, and with it what it waits for or has not come for.
  void onClosed(ConnectionId connection) {
    waiting.remove(connection);
    Long unused = granted.remove(connection);
    release(unused == null ? 0 : unused);
  }

  private void grant() {
    while (isAwaited() && waiting.firstEntry().getValue().bytes() <= left()) {
      Map.Entry<ConnectionId, Waiting> first = waiting.pollFirstEntry();
      reservedBytes += first.getValue().bytes();
      granted.put(first.getKey(), first.getValue().bytes());
      first.getValue().onRoom().run();
    }
  }

  long left() {
    return limitBytes - reservedBytes;
  }
}
