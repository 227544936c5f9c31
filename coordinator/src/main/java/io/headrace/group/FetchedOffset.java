package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.group.state.CommittedOffset;
import org.jspecify.annotations.Nullable;

/// The answer for one partition.
///
/// @param offset null if none is committed
public record FetchedOffset(TopicPartition partition, @Nullable CommittedOffset offset) {}
