package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Asks a broker that may not be there yet for a topic, and for the acknowledgement of a first
/// record in it: the moment from which it is of use.
public final class FirstRecord {

  private static final int ANSWER_BYTES = 64 << 10;

  private FirstRecord() {}

  /// Tries once; false while the broker does not listen, or does not lead the partition yet.
  public static boolean isAcknowledged(int port, String topic) {
    try (var exchange = new Exchange(port, ANSWER_BYTES)) {
      exchange.ask(Messages.createTopic(topic, 1));
      return errorOf(exchange.ask(Messages.produce(topic, 0, 1, 100)), topic) == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// The error of the one partition in an answer to Produce version 8.
  private static short errorOf(ByteBuffer answer, String topic) {
    int correlation = Integer.BYTES;
    int topics = correlation + Integer.BYTES;
    int partitions = topics + Short.BYTES + topic.length() + Integer.BYTES;
    return answer.getShort(partitions + Integer.BYTES);
  }
}
