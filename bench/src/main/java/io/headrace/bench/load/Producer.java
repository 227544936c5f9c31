package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One connection of a load that produces, and when each request that is under way on it was due.
final class Producer implements Wire.Answers {

  private static final int BUFFER_BYTES = 16 << 10;
  private static final int FIRST_CAPACITY = 16;

  private final Wire wire;
  private final Acknowledged acknowledged;

  /// A ring: the oldest is at `oldest`, and there are `underWay` of them. No request leaves a
  /// garbage object behind, which would make the load generator pause.
  private long[] dueNs = new long[FIRST_CAPACITY];

  private int oldest;
  private int underWay;

  Producer(Wires wires, int port, Acknowledged acknowledged) throws IOException {
    this.acknowledged = acknowledged;
    this.wire = wires.open(port, BUFFER_BYTES, this);
  }

  int underWay() {
    return underWay;
  }

  void send(ByteBuffer packet, long due) throws IOException {
    if (underWay == dueNs.length) {
      grow();
    }
    dueNs[(oldest + underWay) & (dueNs.length - 1)] = due;
    underWay++;
    wire.send(packet);
  }

  private void grow() {
    long[] larger = new long[2 * dueNs.length];
    for (int i = 0; i < underWay; i++) {
      larger[i] = dueNs[(oldest + i) & (dueNs.length - 1)];
    }
    dueNs = larger;
    oldest = 0;
  }

  @Override
  public void onAnswer(ByteBuffer answer) throws IOException {
    long due = dueNs[oldest];
    oldest = (oldest + 1) & (dueNs.length - 1);
    underWay--;
    acknowledged.add(ProduceAnswer.of(answer), System.nanoTime() - due);
  }
}
