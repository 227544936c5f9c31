package io.headrace.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventLoopTest {

  static {
    Leaks.watch();
  }

  private final Queue<Throwable> mistakes = new ConcurrentLinkedQueue<>();
  private final EventLoop loop = EventLoop.start("reactor", mistakes::add);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void itemsRunInOrderOnTheReactor() throws InterruptedException {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(1);
    for (int i = 0; i < 10_000; i++) {
      int number = i;
      loop.execute(() -> seen.add(loop.isCurrent() ? number : -1));
    }
    loop.execute(done::countDown);
    done.await();
    assertThat(seen).hasSize(10_000).isSorted().doesNotContain(-1);
    assertThat(loop.isCurrent()).isFalse();
  }

  @Test
  void endOfTurnTasksRunOnceAfterTheItemsOfTheirTurn() throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(1);
    loop.execute(() -> {
      loop.atEndOfTurn(() -> {
        seen.add("end 1");
        loop.atEndOfTurn(() -> {
          seen.add("end of the end");
          loop.execute(() -> {
            seen.add("next turn");
            done.countDown();
          });
        });
      });
      loop.atEndOfTurn(() -> seen.add("end 2"));
      loop.execute(() -> seen.add("second item"));
      seen.add("first item");
    });
    done.await();
    assertThat(seen)
        .containsExactly(
            "first item", "second item", "end 1", "end 2", "end of the end", "next turn");
  }

  @Test
  void allRequestsOfOneReadAreDeliveredInOneTurnBeforeItsEnd() throws IOException {
    int count = 100;
    List<Integer> batches = new ArrayList<>();
    List<Request> turn = new ArrayList<>();
    TestServer[] holder = new TestServer[1];
    try (var server =
            TestServer.start(request -> {
              if (turn.isEmpty()) {
                holder[0].loop.atEndOfTurn(() -> {
                  batches.add(turn.size());
                  turn.forEach(TestServer::echo); // the frames are valid still
                  turn.clear();
                });
              }
              turn.add(request);
            });
        var client = server.connect()) {
      holder[0] = server;
      var packets = new ByteArrayOutputStream();
      var data = new DataOutputStream(packets);
      for (int i = 0; i < count; i++) {
        data.writeInt(4);
        data.writeInt(i);
      }
      client.sendRaw(packets.toByteArray());
      for (int i = 0; i < count; i++) {
        assertThat(client.receive()).hasSize(4).endsWith((byte) i);
      }
      assertThat(server.ask(() -> List.copyOf(batches))).containsExactly(count);
    }
  }

  @Test
  void timersRunInTimeAndNotWhenCancelled() throws InterruptedException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(1);
    long startNs = System.nanoTime();
    loop.execute(() -> {
      loop.after(-1, () -> seen.add("next turn"));
      loop.after(5_000_000, () -> seen.add("early"));
      loop.after(10_000_000, () -> seen.add("cancelled")).cancel();
      loop.after(
          20_000_000,
          () -> {
            seen.add("late");
            done.countDown();
          });
      seen.add("now");
    });
    done.await();
    assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(20_000_000);
    assertThat(seen).containsExactly("now", "next turn", "early", "late");
  }

  @Test
  void aMistakeIsReportedAndEndsNothingElse() throws InterruptedException {
    var done = new CountDownLatch(1);
    loop.execute(() -> {
      loop.atEndOfTurn(() -> {
        throw new IllegalStateException("task");
      });
      loop.after(
          0,
          () -> {
            throw new AssertionError("timer");
          });
      throw new IllegalStateException("item");
    });
    loop.execute(() -> loop.after(1_000_000, done::countDown));
    done.await();
    assertThat(mistakes)
        .extracting(Throwable::getMessage)
        .containsExactlyInAnyOrder("item", "task", "timer");
  }

  @Test
  void anItemThatAlwaysPostsAnotherDoesNotKeepTheSocketsWaiting() throws IOException {
    try (var server = TestServer.start(TestServer::echo);
        var client = server.connect()) {
      boolean[] stop = new boolean[1];
      server.loop.execute(
          new Runnable() {
            @Override
            public void run() {
              if (!stop[0]) {
                server.loop.execute(this);
              }
            }
          });
      client.send("hello");
      assertThat(client.receiveText()).isEqualTo("hello");
      server.ask(() -> stop[0] = true);
    }
  }

  @Test
  void itemsAfterTheEndAreDropped() {
    loop.close();
    for (int i = 0; i < 3; i++) {
      loop.execute(() -> {
        throw new IllegalStateException("ran after the end");
      });
    }
    assertThat(mistakes).isEmpty();
  }
}
