package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.compaction.CompactedFile;
import io.headrace.log.compaction.Compaction;
import io.headrace.log.compaction.CompactionInput;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.IndexRebuild;
import io.headrace.log.segment.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compacts one log of the directory at a time.
///
/// ```
/// reactor      choose a log, cut     for each group of segments: swap, when the journal knows of it
/// background                 learn keys      write and sync  <base>.log.<frame>.cleaned
/// ```
///
/// The cut comes first, so that no restart finds entries in the journal for a segment that was
/// swapped, and writes them over what took its place.
///
/// Runs on: the reactor; the jobs in the background, one group each, so that others get their turn.
final class Compactor {

  private final LogContext context;
  private final Cut cut;
  private final Set<SegmentedLog> givenUp = new HashSet<>();
  private boolean underWay;

  Compactor(LogContext context, Cut cut) {
    this.context = context;
    this.cut = cut;
  }

  /// Begins with the log that needs it most, if one does.
  void tick(Collection<SegmentedLog> logs, long nowMs) {
    if (underWay) {
      return;
    }
    CompactionPlan best = null;
    for (SegmentedLog log : logs) {
      if (log.config().compact() && !givenUp.contains(log)) {
        CompactionPlan plan = CompactionPlan.of(log, nowMs);
        if (plan != null && (best == null || plan.dirtyRatio() > best.dirtyRatio())) {
          best = plan;
        }
      }
    }
    if (best != null) {
      CompactionPlan chosen = best;
      underWay = true;
      cut.afterNext(() -> begin(chosen, nowMs));
      cut.begin();
    }
  }

  private void begin(CompactionPlan plan, long nowMs) {
    if (plan.log().holds(plan.cleanable())) {
      new Run(plan, nowMs).start();
    } else {
      underWay = false;
    }
  }

  /// One log's turn.
  private final class Run {
    private final CompactionPlan plan;
    private final SegmentedLog log;
    private final Compaction compaction;
    private final Queue<List<Segment>> groups = new ArrayDeque<>();

    Run(CompactionPlan plan, long nowMs) {
      this.plan = plan;
      this.log = plan.log();
      this.compaction = new Compaction(context.disk(), plan.rules(nowMs));
    }

    void start() {
      List<CompactionInput> dirty = plan.dirtyInputs();
      inBackground(() -> compaction.learn(dirty), this::onLearnt);
    }

    private void onLearnt() {
      LogConfig config = log.config();
      groups.addAll(plan.groups(compaction.learntTo(), config.segmentBytes()));
      next();
    }

    private void next() {
      List<Segment> group = groups.poll();
      if (group == null || context.offlineCause() != null) {
        if (group == null) {
          log.cleanedOffset(compaction.learntTo());
        }
        underWay = false;
        return;
      }
      if (!log.holds(group)) {
        underWay = false;
        return;
      }
      long afterFrame = log.lastFrame();
      Path target =
          SwapFiles.cleaned(log.segments().directory(), group.getFirst().baseOffset(), afterFrame);
      List<CompactionInput> inputs = CompactionPlan.inputs(group);
      var outcome = new Outcome();
      inBackground(
          () -> {
            outcome.file = compaction.rewrite(inputs, target);
            outcome.index = IndexRebuild.of(context.disk(), target, inputs.getFirst().baseOffset());
          },
          () -> onRewritten(group, afterFrame, outcome));
    }

    private void onRewritten(List<Segment> group, long afterFrame, Outcome outcome) {
      CompactedFile file = outcome.file;
      IndexRebuild index = outcome.index;
      if (file == null || index == null || !log.holds(group)) {
        underWay = false;
        return;
      }
      var swap =
          new Swap(
              afterFrame,
              group.getFirst().baseOffset(),
              group.getLast().baseOffset(),
              file.sizeBytes(),
              file.maxTimestamp(),
              file.offsetOfMaxTimestamp());
      log.swap(group, swap, index, this::next);
    }

    private void inBackground(Job job, Runnable then) {
      context.ports().background().run(() -> run(job, then));
    }

    private void run(Job job, Runnable then) {
      IOException failure = null;
      try {
        job.run();
      } catch (IOException e) {
        failure = e;
      }
      IOException outcome = failure;
      context
          .ports()
          .reactor()
          .execute(() -> {
            if (outcome == null) {
              then.run();
            } else {
              giveUp();
            }
          });
    }

    /// What cannot be read or written now is left as it is until the next start.
    private void giveUp() {
      givenUp.add(log);
      underWay = false;
    }
  }

  @FunctionalInterface
  private interface Job {
    void run() throws IOException;
  }

  /// What a job brings back to the reactor.
  private static final class Outcome {
    private @Nullable CompactedFile file;
    private @Nullable IndexRebuild index;
  }
}
