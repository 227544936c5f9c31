package io.headrace.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BackgroundThreadTest {

  @Test
  void jobsRunOneAtATimeInOrder() throws InterruptedException {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(1);
    try (var background = new BackgroundThread("background")) {
      for (int i = 0; i < 100; i++) {
        int number = i;
        background.run(() -> seen.add(number));
      }
      background.run(done::countDown);
      done.await();
    }
    assertThat(seen).hasSize(100).isSorted();
  }
}
