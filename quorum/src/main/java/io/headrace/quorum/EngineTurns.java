package io.headrace.quorum;

import io.headrace.runtime.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives the engine its turns on the metadata log's sync lane; at most one is under way.
///
/// ```
///  waiting ──something is asked for, or the engine's patience ends──> a turn on the lane
///     ^                                                                       │ onTurn
///     └────────────────────────── nothing ────────────────────────────────────┤
///              the next turn, at once <──── something was asked for meanwhile ┘
/// ```
///
/// Runs on: the reactor; the turns themselves on the lane.
final class EngineTurns {

  private static final long NS_PER_MS = 1_000_000;

  /// Makes the engine; on the lane, in the first turn.
  @FunctionalInterface
  interface Opening {
    Engine open() throws IOException;
  }

  /// Hears on the reactor how turns end.
  interface Outcome {

    /// A turn is over. What is asked for within this call waits for the next.
    void onTurn(Engine engine);

    /// There will be no more turns.
    void onFailed(IOException cause);

    /// The longest pause before the next turn.
    long maxPauseMs();
  }

  private final QuorumPorts around;
  private final Outcome outcome;

  /// What the next turn does before the engine's own work.
  private List<Consumer<Engine>> jobs = new ArrayList<>();

  private @Nullable Opening opening;
  private @Nullable Engine engine;
  private Timers.@Nullable Timer timer;
  private boolean underWay;
  private boolean wanted;
  private boolean closed;

  EngineTurns(QuorumPorts around, Outcome outcome) {
    this.around = around;
    this.outcome = outcome;
  }

  /// Takes the first turn, which opens the engine.
  void begin(Opening how) {
    opening = how;
    take();
  }

  boolean hasBegun() {
    return opening != null;
  }

  /// Null until the first turn has opened it.
  @Nullable Engine engine() {
    return engine;
  }

  /// Takes a turn that begins with `job`, as soon as it can be.
  void next(Consumer<Engine> job) {
    jobs.add(job);
    take();
  }

  /// Lets the next turn begin with `job`, whenever that comes.
  void withNext(Consumer<Engine> job) {
    jobs.add(job);
  }

  /// Takes a turn now, or when the one that is under way is over.
  void take() {
    Opening how = opening;
    if (closed || how == null) {
      return;
    }
    if (underWay) {
      wanted = true;
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    underWay = true;
    wanted = false;
    List<Consumer<Engine>> now = jobs;
    jobs = new ArrayList<>();
    around.lane().submit(() -> run(how, now), this::onDone);
  }

  /// Runs on: the sync lane.
  private void run(Opening how, List<Consumer<Engine>> now) throws IOException {
    try {
      Engine open = engine;
      if (open == null) {
        open = how.open();
        engine = open;
      }
      for (Consumer<Engine> job : now) {
        job.accept(open);
      }
      open.turn();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    } catch (RuntimeException e) {
      throw new IOException("the metadata log's engine failed", e);
    }
  }

  private void onDone(@Nullable IOException failure) {
    Engine open = engine;
    if (closed) {
      return;
    }
    if (failure != null || open == null) {
      closed = true;
      outcome.onFailed(
          failure == null ? new IOException("the metadata log's engine is not open") : failure);
      return;
    }
    outcome.onTurn(open);
    underWay = false;
    if (wanted || open.isEager() || open.patienceMs() == 0) {
      take();
    } else {
      long pauseMs = Math.min(open.patienceMs(), outcome.maxPauseMs());
      timer = around.timers().after(pauseMs * NS_PER_MS, this::take);
    }
  }

  /// Closes the engine when the turn under way is over; nothing is told any more.
  void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
    around
        .lane()
        .submit(
            () -> {
              if (engine != null) {
                engine.close();
              }
            },
            _ -> {});
  }
}
