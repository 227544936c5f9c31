package io.headrace.replication;

import io.headrace.log.LogSlice;
import io.headrace.log.OffsetOutOfRange;
import io.headrace.log.ReadRequest;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One fetch request from its first look at the log until its answer.
///
/// It may be answered when it has found at least `minBytes`, when some partition here has an error
/// or a nearer replica to tell, or when its time is up. Partitions are read in the order asked for;
/// the first one with records gives at least one batch, however large (KIP-74), later ones only
/// what fits.
///
/// Runs on: the reactor.
public final class FetchRound {

  /// Takes what the last look found, in its order; nothing if who asked is gone. Whoever takes it
  /// releases it.
  public interface Done {
    void onDone(List<Fetched> found);
  }

  /// @param maxWaitMs how long to wait for `minBytes`
  public record Limits(int minBytes, int maxBytes, int maxWaitMs) {}

  private final FetchScope scope;
  private final Limits limits;
  private final Done done;

  public FetchRound(FetchScope scope, Limits limits, Done done) {
    this.scope = scope;
    this.limits = limits;
    this.done = done;
  }

  FetchScope scope() {
    return scope;
  }

  Limits limits() {
    return limits;
  }

  /// Answers if there is enough to answer with; else leaves everything as it was.
  boolean tryFinish() {
    List<Wanted> wanted = scope.look();
    List<Fetched> found = read(wanted);
    if (isEnough(wanted, found)) {
      done.onDone(found);
      return true;
    }
    found.forEach(Fetched::release);
    scope.foundTooLittle(found);
    return false;
  }

  /// Answers with what there is.
  void finish() {
    done.onDone(read(scope.look()));
  }

  /// Answers with nothing: nobody listens any more.
  void giveUp() {
    done.onDone(List.of());
  }

  /// Partitions that are not here at all do not hurry the others' answer, or a client that goes on
  /// asking for a deleted topic would be answered in a busy loop.
  private boolean isEnough(List<Wanted> wanted, List<Fetched> found) {
    long bytes = 0;
    for (int i = 0; i < found.size(); i++) {
      switch (found.get(i)) {
        case Fetched.Failed _ -> {
          if (wanted.get(i).partition() != null) {
            return true;
          }
        }
        case Fetched.Nearer _ -> {
          return true;
        }
        case Fetched.Data data -> bytes += data.bytes();
      }
    }
    return bytes >= limits.minBytes() || !scope.anyHere();
  }

  private List<Fetched> read(List<Wanted> wanted) {
    var found = new ArrayList<Fetched>(wanted.size());
    int left = limits.maxBytes();
    boolean empty = true;
    try {
      for (Wanted each : wanted) {
        Fetched fetched = read(each, Math.min(left, each.maxBytes()), empty);
        if (fetched instanceof Fetched.Data data && data.slice() != null) {
          empty = false;
          left = Math.max(0, left - data.bytes());
        }
        found.add(fetched);
      }
    } catch (RuntimeException mistake) {
      found.forEach(Fetched::release);
      throw mistake;
    }
    return found;
  }

  private static Fetched read(Wanted wanted, int maxBytes, boolean orOneBatch) {
    ReadablePartition partition = wanted.partition();
    if (partition == null) {
      return new Fetched.Failed(wanted.refusal());
    }
    ErrorCode epochError = partition.epochError(wanted.currentLeaderEpoch());
    if (epochError != ErrorCode.NONE) {
      return new Fetched.Failed(epochError);
    }
    if (wanted.offset() > partition.highWatermark() && !partition.knowsCommittedEnd()) {
      return new Fetched.Failed(ErrorCode.OFFSET_NOT_AVAILABLE);
    }
    if (wanted.nearerReplica() != Wanted.NONE) {
      return new Fetched.Nearer(
          wanted.nearerReplica(),
          partition.highWatermark(),
          partition.lastStableOffset(),
          partition.log().startOffset());
    }
    try {
      LogSlice slice =
          partition
              .log()
              .read(
                  new ReadRequest(
                      wanted.offset(), partition.highWatermark(), maxBytes, orOneBatch));
      return data(partition, slice);
    } catch (OffsetOutOfRange | IOException e) {
      return partition.isPassing(e)
          ? data(partition, null)
          : new Fetched.Failed(ReadablePartition.errorOf(e));
    }
  }

  private static Fetched data(ReadablePartition partition, @Nullable LogSlice slice) {
    return new Fetched.Data(
        slice,
        partition.highWatermark(),
        partition.lastStableOffset(),
        partition.log().startOffset());
  }
}
