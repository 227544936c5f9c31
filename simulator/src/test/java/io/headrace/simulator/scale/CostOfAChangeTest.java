package io.headrace.simulator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metadata.TopicImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a change of metadata costs the controller, counted in bytes that it allocates: a hundred
/// times as many topics make the paths in its maps twice as long, and nothing else.
final class CostOfAChangeTest {
  private static final int BROKERS = 10;
  private static final int FEW = 100;
  private static final int MANY = 10_000;
  private static final int SAMPLES = 100;

  /// Twice for longer paths, and some for what the compiler makes of it meanwhile.
  private static final int MOST_TIMES = 4;

  @Test
  void aNewTopicCostsNoMoreWhereThereAreMany() {
    assertThat(create(MANY)).isLessThan(MOST_TIMES * create(FEW));
  }

  @Test
  void aChangeOfAnInSyncSetCostsNoMoreWhereThereAreManyTopics() {
    assertThat(shrink(MANY)).isLessThan(MOST_TIMES * shrink(FEW));
  }

  @Test
  void anotherLeaderOfTheMetadataLogCostsNoMoreWhereThereAreManyTopics() {
    assertThat(follow(MANY)).isLessThan(MOST_TIMES * follow(FEW));
  }

  private static long create(int topics) {
    LargeCluster cluster = cluster(topics);
    cluster.create("warm", SAMPLES, 1);
    return Meter.allocatedBytes(() -> {
      for (int i = 0; i < SAMPLES; i++) {
        cluster.create("new" + i, 1, 1);
      }
    });
  }

  private static long shrink(int topics) {
    LargeCluster cluster = cluster(topics);
    List<TopicImage> some = cluster.image().topics().stream().limit(FEW).toList();
    return Meter.allocatedBytes(() -> some.forEach(topic -> Growth.shrink(cluster, topic)));
  }

  private static long follow(int topics) {
    LargeCluster cluster = cluster(topics);
    return Meter.allocatedBytes(() -> {
      for (int epoch = 2; epoch < SAMPLES; epoch++) {
        cluster.controller.onLeader(1 + epoch % BROKERS, epoch);
      }
    });
  }

  private static LargeCluster cluster(int topics) {
    var cluster = new LargeCluster();
    cluster.run(cluster::lead);
    cluster.register(BROKERS);
    cluster.create("t", topics, 1);
    return cluster;
  }
}
