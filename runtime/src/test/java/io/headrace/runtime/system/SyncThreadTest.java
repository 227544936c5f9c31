package io.headrace.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SyncThreadTest {

  /// A mailbox that the test drains itself.
  private static final class Mailbox implements Reactor {
    final BlockingQueue<Runnable> items = new LinkedBlockingQueue<>();
    final List<Runnable> endOfTurn = new ArrayList<>();

    @Override
    public void execute(Runnable item) {
      items.add(item);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void atEndOfTurn(Runnable task) {
      endOfTurn.add(task);
    }
  }

  private final Mailbox mailbox = new Mailbox();
  private final List<String> seen = new ArrayList<>();
  private @Nullable Thread ranOn;

  @Test
  void commitsRunInOrderOnTheLaneAndCompleteOnTheReactor() throws InterruptedException {
    try (var lane = new SyncThread("sync data", mailbox)) {
      for (int i = 0; i < 3; i++) {
        String name = "commit " + i;
        String[] ranOn = new String[1];
        lane.submit(
            () -> ranOn[0] = Thread.currentThread().getName(),
            failure -> seen.add(name + " on " + ranOn[0] + " " + failure));
      }
      for (int i = 0; i < 3; i++) {
        mailbox.items.take().run();
      }
    }
    assertThat(seen)
        .containsExactly(
            "commit 0 on sync data null",
            "commit 1 on sync data null",
            "commit 2 on sync data null");
  }

  @Test
  void smallCommitsToAQuickDiskRunOnTheReactorAndCompleteInTheSameTurn()
      throws InterruptedException {
    Thread reactor = Thread.currentThread();
    try (var lane = new SyncThread("sync", mailbox)) {
      for (int i = 0; i < SyncPace.QUICK_IN_A_ROW; i++) {
        lane.submit(small(() -> {}), failure -> {});
        mailbox.items.take().run();
      }
      lane.submit(small(() -> ranOn = Thread.currentThread()), failure -> seen.add("done"));
      assertThat(ranOn).isSameAs(reactor);
      assertThat(seen).isEmpty();
      mailbox.endOfTurn.forEach(Runnable::run);
      assertThat(seen).containsExactly("done");
      assertThat(mailbox.items).isEmpty();
    }
  }

  @Test
  void noCommitOvertakesOneThatIsOnTheThread() throws InterruptedException {
    try (var lane = new SyncThread("sync", mailbox)) {
      for (int i = 0; i < SyncPace.QUICK_IN_A_ROW; i++) {
        lane.submit(small(() -> {}), failure -> {});
        mailbox.items.take().run();
      }
      lane.submit(() -> {}, failure -> seen.add("large"));
      lane.submit(small(() -> {}), failure -> seen.add("small"));
      assertThat(mailbox.endOfTurn).isEmpty();
      mailbox.items.take().run();
      mailbox.items.take().run();
    }
    assertThat(seen).containsExactly("large", "small");
  }

  private static SyncLane.Commit small(Runnable commit) {
    return new SyncLane.Commit() {
      @Override
      public void run() {
        commit.run();
      }

      @Override
      public long bytes() {
        return 4096;
      }
    };
  }

  @Test
  void aFailureIsHandedToTheReactorAndTheLaneGoesOn() throws InterruptedException {
    var failures = new ArrayList<@Nullable IOException>();
    try (var lane = new SyncThread("sync", mailbox)) {
      lane.submit(
          () -> {
            throw new IOException("disk gone");
          },
          failures::add);
      lane.submit(
          () -> {
            throw new IllegalStateException("our mistake");
          },
          failures::add);
      lane.submit(() -> {}, failures::add);
      for (int i = 0; i < 3; i++) {
        mailbox.items.take().run();
      }
    }
    assertThat(failures.get(0)).hasMessage("disk gone");
    assertThat(failures.get(1)).hasMessageContaining("our mistake");
    assertThat(failures.get(2)).isNull();
  }

  @Test
  void closingWaitsForWhatWasSubmitted() {
    boolean[] ran = new boolean[1];
    var lane = new SyncThread("sync", mailbox);
    lane.submit(() -> ran[0] = true, failure -> {});
    lane.close();
    assertThat(ran[0]).isTrue();
    assertThat(mailbox.items).hasSize(1);
  }
}
