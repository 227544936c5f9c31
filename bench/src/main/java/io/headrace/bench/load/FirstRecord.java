package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Asks a broker that may not be there yet for a topic, and for the acknowledgement of a record in
/// it: the moment from which it is of use.
public final class FirstRecord {

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int VALUE_BYTES = 100;

  private FirstRecord() {}

  /// Tries once.
  ///
  /// @return the offset of the record; empty while the broker does not listen, or does not lead the
  ///   partition yet
  public static OptionalLong offset(int port, String topic) {
    ByteBuffer record = Messages.produce(new Target(topic, 0), 0, Batch.ofBytes(1, VALUE_BYTES));
    try (var exchange = new Exchange(port, ANSWER_BYTES)) {
      exchange.ask(Messages.createTopic(topic, 1));
      ProduceAnswer answer = ProduceAnswer.of(exchange.ask(record));
      return answer.isAcknowledged() ? OptionalLong.of(answer.firstOffset()) : OptionalLong.empty();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }
}
