package io.headrace.log.directory;

import io.headrace.log.LogConfig;
import io.headrace.log.compaction.CompactedFile;
import io.headrace.log.compaction.Compaction;
import io.headrace.log.compaction.CompactionInput;
import io.headrace.log.compaction.DamagedInputException;
import io.headrace.log.journal.Swap;
import io.headrace.log.segment.IndexRebuild;
import io.headrace.log.segment.Segment;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.SyncLane;
import java.io.IOException;
import java.io.SyncFailedException;
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
/// reactor     choose a log, checkpoint     for each group of segments: swap, once the journal knows
/// background                  learn keys      write and sync <base>.log.<frame>.cleaned
/// ```
///
/// The checkpoint comes first, so that no restart finds entries in the journal for a segment that
/// was swapped, and writes them over what took its place.
///
/// Runs on: the reactor; the jobs in the background, one group each, so that others get their turn.
final class Compactor {

  private final LogContext context;
  private final Checkpointer checkpointer;
  private final Scrubber scrubber;
  private final Set<SegmentedLog> givenUp = new HashSet<>();
  private boolean underWay;

  Compactor(LogContext context, Checkpointer checkpointer, Scrubber scrubber) {
    this.context = context;
    this.checkpointer = checkpointer;
    this.scrubber = scrubber;
  }

  /// Begins with the log that needs it most, if one does.
  void tick(Collection<SegmentedLog> logs, long nowMs) {
    if (underWay) {
      return;
    }
    CompactionPlan best = null;
    for (SegmentedLog log : logs) {
      if (log.config().compact() && !log.isKeptStill() && !givenUp.contains(log)) {
        CompactionPlan plan = CompactionPlan.of(log, nowMs);
        if (plan != null && (best == null || plan.dirtyRatio() > best.dirtyRatio())) {
          best = plan;
        }
      }
    }
    if (best != null) {
      CompactionPlan chosen = best;
      underWay = true;
      checkpointer.afterNext(() -> begin(chosen, nowMs));
      checkpointer.begin();
    }
  }

  private void begin(CompactionPlan plan, long nowMs) {
    if (yields(plan.log(), plan.cleanable())) {
      new Run(plan, nowMs).start();
    } else {
      underWay = false;
    }
  }

  private static boolean yields(SegmentedLog log, List<Segment> group) {
    return !log.isKeptStill() && log.holds(group);
  }

  /// One log's turn.
  private final class Run {
    private final CompactionPlan plan;
    private final SegmentedLog log;
    private final Compaction compaction;
    private List<Segment> inHand = List.of();
    private final Queue<List<Segment>> groups = new ArrayDeque<>();

    Run(CompactionPlan plan, long nowMs) {
      this.plan = plan;
      this.log = plan.log();
      this.compaction = new Compaction(context.disk(), plan.rules(nowMs));
    }

    void start() {
      inHand = plan.dirty();
      List<CompactionInput> dirty = CompactionPlan.inputs(inHand);
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
      if (!yields(log, group)) {
        underWay = false;
        return;
      }
      long afterFrame = log.lastFrame();
      Path target =
          SwapFiles.cleaned(log.segments().directory(), group.getFirst().baseOffset(), afterFrame);
      inHand = group;
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
      if (file == null || index == null || !yields(log, group)) {
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
      log.swap().begin(group, swap, index, this::next);
    }

    private void inBackground(SyncLane.Commit job, Runnable then) {
      context.inBackground(
          job,
          failure -> {
            if (failure == null) {
              then.run();
            } else {
              onFailure(failure);
            }
          });
    }

    /// A damaged segment is looked through, which makes its damage known, and left out from then
    /// on; without room it is tried again later. A log that fails otherwise is left as it is until
    /// the next start, which is said once.
    private void onFailure(IOException failure) {
      Segment damaged =
          failure instanceof DamagedInputException input ? closedSegment(input.segment()) : null;
      if (damaged != null) {
        scrubber.check(log, damaged, () -> afterCheck(damaged, failure));
      } else if (failure instanceof SyncFailedException) {
        context.goOffline(failure);
      } else if (failure instanceof NoSpaceException || !log.holds(inHand)) {
        underWay = false;
      } else {
        giveUp(inHand.getFirst(), failure);
      }
    }

    private @Nullable Segment closedSegment(long baseOffset) {
      for (Segment segment : log.segments().all()) {
        if (segment.baseOffset() == baseOffset) {
          return segment;
        }
      }
      return null;
    }

    private void afterCheck(Segment segment, IOException failure) {
      if (segment.damage().stretches().isEmpty() && log.holds(List.of(segment))) {
        giveUp(segment, failure);
      }
      underWay = false;
    }

    private void giveUp(Segment segment, IOException failure) {
      log.segments().unreadable(segment, failure);
      givenUp.add(log);
      underWay = false;
    }
  }

  /// What a job brings back to the reactor.
  private static final class Outcome {
    private @Nullable CompactedFile file;
    private @Nullable IndexRebuild index;
  }
}
