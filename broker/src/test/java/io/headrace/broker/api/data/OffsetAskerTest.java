package io.headrace.broker.api.data;

import static io.headrace.broker.api.data.TopicWithoutFollower.FOLLOWER;
import static io.headrace.broker.api.data.TopicWithoutFollower.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.data.OffsetAsker.Reads;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.ReadablePartition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetAskerTest {

  private final TopicWithoutFollower here = new TopicWithoutFollower();

  @Test
  void consumersAreToldNoMoreThanTheyMayRead() {
    for (Reads reads : Reads.values()) {
      assertThat(new OffsetAsker(OffsetAsker.CONSUMER, reads).endOf(led())).isZero();
    }
  }

  @Test
  void replicasAndToolsThatDebugAreToldAllThereIs() {
    assertThat(asker(FOLLOWER).endOf(led())).isEqualTo(WRITTEN);
    assertThat(asker(OffsetAsker.DEBUGGER).endOf(led())).isEqualTo(WRITTEN);
  }

  @Test
  void onlyToolsThatDebugAreToldOfWhatIsNotLedHere() {
    assertThat(find(OffsetAsker.CONSUMER, here.topic(), 1)).isNull();
    assertThat(find(FOLLOWER, here.topic(), 1)).isNull();
    assertThat(find(OffsetAsker.DEBUGGER, here.topic(), 1)).isNotNull();
  }

  @Test
  void nobodyIsToldOfWhatIsNotThere() {
    assertThat(find(OffsetAsker.DEBUGGER, here.topic(), 2)).isNull();
    assertThat(find(OffsetAsker.DEBUGGER, null, 0)).isNull();
  }

  @Test
  void onlyConsumersMayHaveSeenMoreThanANewLeaderKnowsToBeCommitted() {
    assertThat(asker(OffsetAsker.CONSUMER).maySeeLess(led())).isFalse();

    here.leadIn(2);

    assertThat(asker(OffsetAsker.CONSUMER).maySeeLess(led())).isTrue();
    assertThat(asker(FOLLOWER).maySeeLess(led())).isFalse();
    assertThat(asker(OffsetAsker.DEBUGGER).maySeeLess(led())).isFalse();
  }

  private static OffsetAsker asker(int replicaId) {
    return new OffsetAsker(replicaId, Reads.ALL);
  }

  private @Nullable ReadablePartition find(
      int replicaId, @Nullable TopicImage topic, int partition) {
    return asker(replicaId).find(here.partitions(), topic, partition);
  }

  private ReadablePartition led() {
    return Objects.requireNonNull(find(OffsetAsker.CONSUMER, here.topic(), 0));
  }
}
