package io.headrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// Asks a broker that may not be there yet for a topic, and for the acknowledgement of a record in
/// it: the moment from which it is of use.
public final class FirstRecord {

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int VALUE_BYTES = 100;

  private FirstRecord() {}

  /// Tries once, with a single node.
  public static OptionalLong offset(int port, String topic) {
    return offset(List.of(port), topic);
  }

  /// Tries once. The topic gets a partition for each node, which leads it and whose replicas are on
  /// all nodes.
  ///
  /// @return the offset of the record in the first partition; empty while a node does not listen,
  ///   or does not lead its partition yet
  public static OptionalLong offset(List<Integer> ports, String topic) {
    OptionalLong first = OptionalLong.empty();
    for (int i = ports.size() - 1; i >= 0; i--) {
      var target = new Target(topic, i);
      ByteBuffer record = Messages.produce(target, 0, Batch.ofBytes(1, VALUE_BYTES));
      try (var exchange = new Exchange(ports.get(i), ANSWER_BYTES)) {
        exchange.ask(Messages.createReplicatedTopic(topic, ports.size()));
        ProduceAnswer answer = ProduceAnswer.of(exchange.ask(record));
        if (!answer.isAcknowledged()) {
          if (ports.size() > 1) { // a node came after the topic, another leads in its place
            exchange.ask(Messages.electPreferredLeaders());
          }
          return OptionalLong.empty();
        }
        first = OptionalLong.of(answer.firstOffset());
      } catch (IOException _) {
        return OptionalLong.empty();
      }
    }
    return first;
  }
}
