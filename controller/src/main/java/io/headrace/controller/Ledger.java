package io.headrace.controller;

import io.headrace.controller.decision.Decision;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes decisions on the image of what is decided already, writes their records, and gives their
/// replies when these are published.
///
/// It keeps the *decided* image, which runs ahead of the published one by the records that are
/// still on their way to a majority; decisions are taken on it, so that two requests in one turn
/// cannot both create the same topic. When leadership is lost, it is dropped: images are immutable,
/// there is nothing to undo. What was decided here is published as the very image that was decided
/// on, so that the node neither replays it twice nor keeps it twice.
///
/// Runs on: the reactor.
final class Ledger {
  private static final int NOBODY = -1;

  private final int nodeId;
  private final MetadataLog log;
  private final PendingReplies pending;
  private final BiConsumer<ImageChange, List<MetadataRecord>> onDecided;

  /// The decided images that are not published yet, in their order.
  private final Deque<ClusterImage> underWay = new ArrayDeque<>();

  private int leaderId = NOBODY;
  private int lastLeaderId = NOBODY;
  private int epoch = -1;
  private ClusterImage decided = ClusterImage.EMPTY;
  private long publishedOffset = -1;

  /// @param onDecided hears of each change of the decided image
  Ledger(
      int nodeId,
      MetadataLog log,
      Timers timers,
      BiConsumer<ImageChange, List<MetadataRecord>> onDecided) {
    this.nodeId = nodeId;
    this.log = log;
    this.pending = new PendingReplies(timers);
    this.onDecided = onDecided;
  }

  boolean isActive() {
    return leaderId == nodeId;
  }

  /// Who decided last, as far as is known; −1 if nobody is. Between two leaders there may be none.
  int lastLeaderId() {
    return lastLeaderId;
  }

  ClusterImage decided() {
    return decided;
  }

  /// Whether everything up to this offset is in every part of this node.
  boolean isPublished(long offset) {
    return offset <= publishedOffset;
  }

  /// Somebody leads the log now, after everything in `image` was decided.
  void onLeader(int newLeaderId, int newEpoch, ClusterImage image) {
    leaderId = newLeaderId;
    lastLeaderId = newLeaderId == NOBODY ? lastLeaderId : newLeaderId;
    epoch = newEpoch;
    pending.refuseAll(Refusal.notController());
    underWay.clear();
    decided = image;
    publishedOffset = image.offset();
  }

  void onPublished(ClusterImage image) {
    if (!isActive()) {
      decided = image;
    }
    publishedOffset = image.offset();
    pending.completeUpTo(image.offset());
  }

  /// The image with everything up to this offset, if it was decided here in this term.
  @Nullable ClusterImage decidedUpTo(long offset) {
    ClusterImage image = null;
    while (!underWay.isEmpty() && underWay.getFirst().offset() <= offset) {
      image = underWay.removeFirst();
    }
    return image == null || image.offset() != offset ? null : image;
  }

  <R> void submit(
      Request request, Function<ClusterImage, Decision<R>> decide, Consumer<Outcome<R>> reply) {
    if (!isActive()) {
      reply.accept(new Outcome.Refused<>(Refusal.notController()));
      return;
    }
    if (pending.isFull()) {
      reply.accept(new Outcome.Refused<>(Refusal.overloaded()));
      return;
    }
    Decision<R> decision = decide.apply(decided);
    if (request.intent() == Request.Intent.CHANGE && !decision.records().isEmpty()) {
      Refusal refusal = append(decision.records());
      if (refusal != null) {
        reply.accept(new Outcome.Refused<>(refusal));
        return;
      }
    }
    if (isPublished(decided.offset())) {
      reply.accept(decision.outcome());
      return;
    }
    pending.add(
        decided.offset(),
        request.timeoutNs(),
        refusal ->
            reply.accept(refusal == null ? decision.outcome() : new Outcome.Refused<>(refusal)));
  }

  /// Null if the records are on their way.
  @Nullable Refusal append(List<MetadataRecord> records) {
    try {
      long lastOffset = log.append(epoch, records);
      ClusterImage before = decided;
      decided = ImageBuilder.replay(before, lastOffset, records);
      underWay.addLast(decided);
      onDecided.accept(ImageChange.of(before, decided, records), records);
      return null;
    } catch (MetadataLog.NotLeader _) {
      return Refusal.notController();
    } catch (MetadataLog.TooMuchUnderWay _) {
      return Refusal.overloaded();
    } catch (MetadataLog.NoRoom e) {
      return new Refusal(ErrorCode.KAFKA_STORAGE_ERROR, e.getMessage());
    } catch (MetadataLog.BatchTooLarge _) {
      return new Refusal(
          ErrorCode.POLICY_VIOLATION, "Unable to perform excessively large batch operation.");
    }
  }
}
