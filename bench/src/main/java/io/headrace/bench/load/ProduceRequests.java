package io.headrace.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Encoded produce requests, which a load sends in turn: the same batch to each of some partitions.
/// The place of a request among them is its correlation id, by which its answer is known.
///
/// @param recordsEach how many records each request carries
public record ProduceRequests(List<ByteBuffer> packets, int recordsEach) {

  public ProduceRequests {
    packets = List.copyOf(packets);
  }

  /// One request, to the first partition of a topic.
  public static ProduceRequests to(String topic, Batch batch) {
    return toEach(List.of(new Target(topic, 0)), batch);
  }

  /// One request for each partition.
  public static ProduceRequests toEach(List<Target> targets, Batch batch) {
    var packets = new ArrayList<ByteBuffer>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      packets.add(Messages.produce(targets.get(i), i, batch));
    }
    return new ProduceRequests(packets, batch.records());
  }

  int count() {
    return packets.size();
  }

  /// All have the same number of digits' worth of bytes, give or take the names of their topics.
  int bytesEach() {
    return packets.getFirst().limit();
  }
}
