package io.headrace.group.offsets;

import io.headrace.base.TopicPartition;
import io.headrace.group.state.CommittedOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which offsets have outlived their use (KIP-211): retention begins when nobody reads the topic in
/// the group's name any more, never while somebody does.
///
/// @param retentionMs `offsets.retention.minutes`
public record OffsetExpiry(long retentionMs) {

  /// Since when, and for which topics, a group's offsets age.
  public sealed interface Aging {

    /// All of them, since the group became empty.
    record SinceEmpty(long emptySinceMs) implements Aging {}

    /// Those of topics that no member reads, since their commit; also those of groups that do not
    /// use membership, which read none.
    record SinceCommit(Set<String> readTopics) implements Aging {}

    /// None: what the members read cannot be known, or is about to change.
    record Never() implements Aging {}
  }

  public List<TopicPartition> expired(
      Map<TopicPartition, CommittedOffset> offsets, Aging aging, long nowMs) {
    List<TopicPartition> expired = new ArrayList<>();
    offsets.forEach((partition, offset) -> {
      Long sinceMs = agesSince(partition, offset, aging);
      if (sinceMs != null && isOver(offset, sinceMs, nowMs)) {
        expired.add(partition);
      }
    });
    return expired;
  }

  private static @Nullable Long agesSince(
      TopicPartition partition, CommittedOffset offset, Aging aging) {
    return switch (aging) {
      case Aging.SinceEmpty(long emptySinceMs) ->
          Math.max(emptySinceMs, offset.commitTimestampMs());
      case Aging.SinceCommit(Set<String> readTopics) ->
          readTopics.contains(partition.topic()) ? null : offset.commitTimestampMs();
      case Aging.Never() -> null;
    };
  }

  private boolean isOver(CommittedOffset offset, long sinceMs, long nowMs) {
    return offset.expireTimestampMs() == CommittedOffset.NO_EXPIRY
        ? nowMs - sinceMs >= retentionMs
        : nowMs >= offset.expireTimestampMs();
  }
}
