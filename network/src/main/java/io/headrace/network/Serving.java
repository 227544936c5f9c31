package io.headrace.network;

import io.headrace.runtime.Clock;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What the connections of one server share, and the end of their turns.
///
/// Runs on: the reactor.
final class Serving {

  /// The largest answer that another node may give: the largest fetch, and more.
  private static final int MAX_ANSWER_BYTES = 256 << 20;

  private final EventLoop loop;
  private final Clock clock;
  private final NetworkLimits limits;
  private final RequestReceiver receiver;
  private final Complaints complaints;
  private final ByteBufAllocator allocator;
  private final BufferPool pool;
  private final UnreadBudget budget;
  private final UnreadBudget answerBudget = new UnreadBudget(Long.MAX_VALUE);
  private final TurnMemory turnMemory;
  private final Connections connections;

  private final Set<PeerConnection> peers = new LinkedHashSet<>();

  private final ArrayDeque<Connection> answered = new ArrayDeque<>();
  private final Runnable endOfTurn = this::endTurn;
  private boolean turnWillEnd;

  Serving(
      EventLoop loop,
      Clock clock,
      NetworkLimits limits,
      RequestReceiver receiver,
      Complaints complaints,
      ByteBufAllocator allocator) {
    this.loop = loop;
    this.clock = clock;
    this.limits = limits;
    this.receiver = receiver;
    this.complaints = complaints;
    this.allocator = allocator;
    this.budget = new UnreadBudget(Math.min(limits.maxUnreadBytes(), shareOfDirectMemory()));
    this.pool = new BufferPool(allocator);
    this.turnMemory = new TurnMemory(pool, this::awaitEndOfTurn);
    this.connections = new Connections(limits, complaints);
  }

  /// Unfinished requests lie outside of the heap. Of what the machine has there they get a quarter,
  /// because buffers are rounded up to powers of two, are copied when they grow, and are kept for a
  /// while; with more of it, many large requests at once would be refused instead of waiting.
  private static long shareOfDirectMemory() {
    return PlatformDependent.maxDirectMemory() / 4;
  }

  EventLoop loop() {
    return loop;
  }

  NetworkLimits limits() {
    return limits;
  }

  RequestReceiver receiver() {
    return receiver;
  }

  Complaints complaints() {
    return complaints;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  UnreadBudget budget() {
    return budget;
  }

  Connections connections() {
    return connections;
  }

  long nowNs() {
    return clock.nowNs();
  }

  FrameReader newFrameReader() {
    return new FrameReader(pool, turnMemory, budget, limits.maxRequestBytes());
  }

  /// Answers of other nodes have a budget of their own: no client can keep them from coming in.
  FrameReader newAnswerReader() {
    return new FrameReader(pool, turnMemory, answerBudget, MAX_ANSWER_BYTES);
  }

  void onPeerMade(PeerConnection peer) {
    peers.add(peer);
  }

  void onPeerClosed(PeerConnection peer) {
    peers.remove(peer);
  }

  /// Flushes `connection` once when the turn ends.
  void flushAfterTurn(Connection connection) {
    answered.add(connection);
    awaitEndOfTurn();
  }

  /// From time to time: who has been silent for too long, and what memory nobody needed.
  void sweep() {
    connections.closeOverdue(clock.nowNs());
    pool.trim();
  }

  void close() {
    List.copyOf(peers).forEach(peer -> peer.close("this node stops"));
    endTurn();
    turnMemory.close();
    pool.close();
  }

  private void awaitEndOfTurn() {
    if (!turnWillEnd) {
      turnWillEnd = true;
      loop.afterTurn(endOfTurn);
    }
  }

  /// Answers may lie in the memory of the turn, so they leave before it is used again.
  private void endTurn() {
    turnWillEnd = false;
    for (Connection each = answered.poll(); each != null; each = answered.poll()) {
      each.flush();
    }
    turnMemory.endTurn();
  }
}
