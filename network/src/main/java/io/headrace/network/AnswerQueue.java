package io.headrace.network;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The requests of one connection that have come and whose answers have not left, in the order of
/// their arrival: answers leave from the front, whatever is settled first.
///
/// Runs on: the reactor.
final class AnswerQueue {

  /// Bytes of requests under way, beyond which the queue is full.
  private static final long MAX_REQUEST_BYTES = 32L << 20;

  /// Memory of answers that wait for those before them, beyond which the queue is full.
  private static final long MAX_ANSWER_BYTES = 1L << 20;

  private final int maxRequests;
  private final Channel channel;
  private final AnswerWriter writer;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long requestBytes;
  private long answerBytes;

  AnswerQueue(int maxRequests, ByteBufAllocator allocator, Channel channel) {
    this.maxRequests = maxRequests;
    this.channel = channel;
    this.writer = new AnswerWriter(allocator, channel);
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /// Whether one more request may be delivered: neither the broker nor the client has too much of
  /// this connection to do.
  boolean hasRoom() {
    return slots.size() < maxRequests
        && requestBytes < MAX_REQUEST_BYTES
        && answerBytes < MAX_ANSWER_BYTES
        && channel.isWritable();
  }

  void add(Slot slot) {
    slots.add(slot);
    requestBytes += slot.frameBytes();
  }

  /// The slot that was added last is not to be answered.
  void takeBack(Slot slot) {
    slots.removeLastOccurrence(slot);
    requestBytes -= slot.frameBytes();
  }

  /// A slot of this queue was settled; returns whether something can leave.
  boolean onSettled(Slot slot) {
    answerBytes += slot.answerMemory();
    return slots.peek() == slot;
  }

  /// Sends what can leave. Returns why the connection is to be closed now, if a request said so.
  ///
  /// @throws IOException if an answer cannot be read; the connection is then of no use
  @Nullable String flush() throws IOException {
    String closeReason = null;
    for (Slot slot = slots.peek();
        closeReason == null && slot != null && slot.isSettled();
        slot = slots.peek()) {
      slots.remove();
      requestBytes -= slot.frameBytes();
      answerBytes -= slot.answerMemory();
      closeReason = slot.closeReason();
      if (!slot.parts().isEmpty()) {
        writer.add(slot.parts());
      }
    }
    writer.flush();
    return closeReason;
  }

  /// Nothing of it will be sent: lets go of the files in it.
  void drop() {
    slots.forEach(Slot::drop);
    slots.clear();
  }
}
