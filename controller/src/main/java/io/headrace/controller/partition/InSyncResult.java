package io.headrace.controller.partition;

import io.headrace.base.TopicId;
import io.headrace.metadata.PartitionImage;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What became of a proposal.
///
/// @param now the partition as decided; null where there was an error
public record InSyncResult(
    TopicId topicId, int partition, ErrorCode error, @Nullable PartitionImage now) {}
