package io.headrace.simulator.workload;

import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compaction may take a record when a later one has its key, and a tombstone when all who read in
/// time have seen it. So whoever reads from the start to the end gets, for each key, what was last
/// acknowledged when he began, or something newer.
final class CompactedRules implements LogRules {

  private static final long SLACK_MS = 50;

  /// A record and where it stands.
  private record Last(long offset, Payload payload) {}

  private final Stage stage;
  private final long deleteRetentionMs;
  private final int segmentBytes;
  private final Map<String, Last> acknowledged = new TreeMap<>();
  private Map<String, Last> whenPassBegan = new TreeMap<>();
  private final Map<String, Last> found = new TreeMap<>();
  private final List<Found> pass = new ArrayList<>();

  CompactedRules(Stage stage, long deleteRetentionMs, int segmentBytes) {
    this.stage = stage;
    this.deleteRetentionMs = deleteRetentionMs;
    this.segmentBytes = segmentBytes;
  }

  @Override
  public boolean mayHaveGaps() {
    return true;
  }

  @Override
  public void acknowledged(long baseOffset, List<Payload> batch) {
    for (int i = 0; i < batch.size(); i++) {
      keep(acknowledged, baseOffset + i, batch.get(i));
    }
  }

  @Override
  public void onPassBegins() {
    whenPassBegan = new TreeMap<>(acknowledged);
    found.clear();
    pass.clear();
  }

  @Override
  public void found(Found each) {
    keep(found, each.offset(), each.payload());
    pass.add(each);
  }

  private void keep(Map<String, Last> lasts, long offset, Payload payload) {
    String key = payload.key();
    if (key == null) {
      throw new InvariantViolation("a record without key at " + offset + " of a compacted topic");
    }
    Last before = lasts.get(key);
    if (before == null || before.offset < offset) {
      lasts.put(key, new Last(offset, payload));
    }
  }

  @Override
  public void onPassEnds(long endOffset) {
    whenPassBegan.forEach((key, last) -> {
      Last now = found.get(key);
      if ((now == null || now.offset < last.offset) && !(now == null && mayBeGone(last))) {
        throw new InvariantViolation(
            "the last record of key "
                + key
                + " was at "
                + last
                + ", and now it is "
                + (now == null ? "nowhere" : "at " + now));
      }
    });
  }

  /// A tombstone stays for `delete.retention.ms` after compaction first met it; how long that is by
  /// the node's clock is not known from outside when that clock jumped.
  private boolean mayBeGone(Last last) {
    long sinceMs = stage.wallMs() - last.payload.timestampMs();
    return last.payload.value() == null
        && (stage.clock().hasJumped() || sinceMs + SLACK_MS >= deleteRetentionMs);
  }

  /// When compaction has had its time, all but the newest segments hold one record of each key.
  void checkThatItWasCompacted() {
    long newestBytes = 0;
    int last = pass.size() - 1;
    for (; last >= 0 && newestBytes < 2L * segmentBytes; last--) {
      newestBytes += bytesOf(pass.get(last).payload());
    }
    for (; last >= 0; last--) {
      Found each = pass.get(last);
      Last newest = found.get(String.valueOf(each.payload().key()));
      if (newest != null && newest.offset > each.offset()) {
        throw new InvariantViolation(
            each + " is still there, though its key is at " + newest.offset + " of " + pass.size());
      }
    }
  }

  /// At the least.
  private static int bytesOf(Payload payload) {
    return 8 + length(payload.key()) + length(payload.value());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
