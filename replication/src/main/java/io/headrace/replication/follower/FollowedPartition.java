package io.headrace.replication.follower;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicPartition;
import io.headrace.log.LogListener;
import io.headrace.log.PartitionLog;
import io.headrace.replication.move.MovableReplica;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition that this broker follows: carries out on its log what its [PartitionFollower]
/// decides.
///
/// Runs on: the reactor.
public final class FollowedPartition implements LogListener, MovableReplica {

  /// Hears of what concerns others.
  public interface Listener {

    /// What is wished for is another thing now, or nothing.
    void onWish(FollowedPartition partition);

    /// Consumers may read more, or must be told something else.
    void onProgress(FollowedPartition partition);

    /// Its log has lost something, which other replicas may have.
    void onLost(FollowedPartition partition);

    void onTrouble(TopicPartition partition, String what);
  }

  /// How fast it may be filled.
  public enum Pace {
    FREE,
    THROTTLED
  }

  private final TopicPartition name;
  private PartitionLog log;
  private final Timers timers;
  private final Listener listener;
  private final PartitionFollower follower;
  private final ArrayDeque<FollowerInput> inputs = new ArrayDeque<>(1);
  private boolean stepping;
  private boolean offline;
  private boolean held;
  private Pace pace = Pace.FREE;

  /// @param committedEnd everything below is known to be committed
  public FollowedPartition(
      TopicPartition name, PartitionLog log, long committedEnd, Timers timers, Listener listener) {
    this.name = name;
    this.log = log;
    this.timers = timers;
    this.listener = listener;
    this.follower = new PartitionFollower(log, committedEnd);
    log.listener(this);
  }

  public PartitionId id() {
    return log.id();
  }

  public TopicPartition name() {
    return name;
  }

  @Override
  public PartitionLog log() {
    return log;
  }

  @Override
  public boolean hold() {
    if (follower.isEnded() || follower.isCutting()) {
      return false;
    }
    held = true;
    listener.onWish(this);
    return true;
  }

  @Override
  public void release() {
    if (held) {
      held = false;
      listener.onWish(this);
    }
  }

  @Override
  public void moveTo(PartitionLog copy) {
    log = copy;
    follower.moveTo(copy);
    copy.listener(this);
    listener.onLost(this);
  }

  public int leader() {
    return follower.leader();
  }

  public int leaderEpoch() {
    return follower.leaderEpoch();
  }

  public long highWatermark() {
    return follower.highWatermark();
  }

  /// Whether the log may not be appended to for a while.
  public boolean isCutting() {
    return follower.isCutting();
  }

  public boolean isEnded() {
    return follower.isEnded();
  }

  @Nullable Wish wish() {
    return held ? null : follower.wish();
  }

  public void pace(Pace now) {
    pace = now;
  }

  Pace pace() {
    return pace;
  }

  boolean hasUnsynced() {
    return !follower.isEnded() && log.syncedEnd() < log.endOffset();
  }

  public void appoint(int leader, int leaderEpoch) {
    step(new FollowerInput.Appointed(leader, leaderEpoch));
    listener.onProgress(this);
  }

  void onFetched(Wish asked, ReplicaFetched.Part part) {
    if (!held) {
      step(new FollowerInput.Fetched(asked, part)); // else it will be asked again
    }
  }

  /// The partition is not followed here any more.
  public void close() {
    step(new FollowerInput.Ended());
    listener.onProgress(this);
  }

  private void step(FollowerInput input) {
    inputs.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    var effects = new ArrayList<FollowerEffect>(2);
    try {
      for (FollowerInput next = inputs.poll(); next != null; next = inputs.poll()) {
        follower.step(next, effects);
        List<FollowerEffect> now = List.copyOf(effects);
        effects.clear();
        now.forEach(this::carryOut);
      }
    } finally {
      stepping = false;
    }
    listener.onWish(this);
  }

  private void carryOut(FollowerEffect effect) {
    switch (effect) {
      case FollowerEffect.Append append -> append(append.batches());
      case FollowerEffect.CutTo cut -> log.truncateTo(cut.offset(), this::onCut);
      case FollowerEffect.StartAt start -> log.startAt(start.offset(), this::onCut);
      case FollowerEffect.DeleteBefore delete ->
          log.deleteBefore(Math.min(delete.offset(), follower.highWatermark()), failure -> {});
      case FollowerEffect.HighWatermarkMoved moved -> {
        if (follower.commit(moved.highWatermark())) {
          listener.onProgress(this);
        }
      }
      case FollowerEffect.RetryAfter retry ->
          timers.after(retry.delayNs(), () -> step(new FollowerInput.RetryDue()));
      case FollowerEffect.Trouble trouble -> listener.onTrouble(name, trouble.what());
    }
  }

  private void append(List<ByteBuffer> batches) {
    for (ByteBuffer batch : batches) {
      long expected = log.endOffset();
      if (offline) {
        return;
      }
      log.append(batch);
      if (log.endOffset() <= expected) {
        return; // it was rejected, and those before it in this turn perhaps
      }
    }
  }

  private void onCut(@Nullable IOException failure) {
    step(new FollowerInput.CutDone(failure));
  }

  @Override
  public long committedEnd() {
    return follower.highWatermark();
  }

  @Override
  public void onWritten(long writtenEnd) {}

  @Override
  public void onSynced(long syncedEnd) {
    listener.onWish(this);
  }

  @Override
  public void onRejected(long validEnd, IOException cause) {
    step(new FollowerInput.Rejected());
  }

  @Override
  public void onStalled(IOException cause) {
    step(new FollowerInput.Rejected());
  }

  @Override
  public void onOffline(IOException cause) {
    offline = true;
    close();
  }

  @Override
  public void onStartMoved(long startOffset) {
    step(new FollowerInput.LossChanged());
  }

  @Override
  public void onLost() {
    step(new FollowerInput.LossChanged());
    listener.onLost(this);
  }

  /// Some of what was lost is back, or it is known that it will not be soon.
  public void onRepaired() {
    step(new FollowerInput.LossChanged());
    listener.onProgress(this);
  }
}
