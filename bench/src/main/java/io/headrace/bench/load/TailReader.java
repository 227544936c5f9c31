package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One connection that follows the end of partition 0 of a topic: always has a fetch under way, and
/// checks that each answer continues where the one before it ended.
final class TailReader implements Wire.Answers {

  private final Wire wire;
  private final int topicBytes;
  private final ByteBuffer fetch;
  private final Arrivals arrivals;
  private long offset;
  private long answers;
  private long bytes;

  /// Is told of records as they come.
  interface Arrivals {
    void arrived(long firstOffset, long endOffset);
  }

  TailReader(Wires wires, int port, String topic, long fromOffset, Arrivals arrivals)
      throws IOException {
    int maxBytes = 1 << 20;
    this.wire = wires.open(port, 2 * maxBytes, this);
    this.topicBytes = topic.length();
    this.fetch = Messages.fetch(topic, maxBytes);
    this.offset = fromOffset;
    this.arrivals = arrivals;
    wire.send(Messages.at(offset, fetch));
  }

  @Override
  public void onAnswer(ByteBuffer answer) throws IOException {
    long next = FetchAnswer.nextOffset(answer, topicBytes, offset);
    if (next > offset) {
      answers++;
      bytes += answer.limit();
      arrivals.arrived(offset, next);
      offset = next;
    }
    wire.send(Messages.at(offset, fetch));
  }

  /// After the last record that came.
  long offset() {
    return offset;
  }

  /// Answers with records, since the last [#beginRound].
  long answers() {
    return answers;
  }

  long bytes() {
    return bytes;
  }

  void beginRound() {
    answers = 0;
    bytes = 0;
  }
}
