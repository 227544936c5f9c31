package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OffsetsTopicTest {

  /// As Kafka's own client library computes it. The last one has the hash -2^31, which has no
  /// absolute value.
  @ParameterizedTest
  @CsvSource({"a, 47", "orders, 31", "'', 0", "polygenelubricants, 0"})
  void groupsAreWhereKafkaPutsThem(String groupId, int partition) {
    assertThat(OffsetsTopic.partitionOf(groupId, 50)).isEqualTo(partition);
  }
}
