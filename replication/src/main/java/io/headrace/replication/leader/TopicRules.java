package io.headrace.replication.leader;

import io.headrace.record.BatchRewriter;
import io.headrace.record.BatchRules;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What a topic's settings demand of batches.
///
/// @param batches the rules that each batch is checked by
/// @param maxMessageBytes `max.message.bytes`: how large a batch may be, compressed
/// @param compression `compression.type` with its level; null leaves what the producer chose
/// @param minInSync `min.insync.replicas`: with fewer than these in sync `acks=all` is refused, see
///   [LeaderTerm#leastInSync]
public record TopicRules(
    BatchRules batches,
    int maxMessageBytes,
    @Nullable CompressionLevel compression,
    int minInSync) {

  /// Kafka's default for `max.message.bytes`.
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

  public static final TopicRules DEFAULT =
      new TopicRules(BatchRules.DEFAULT, DEFAULT_MAX_MESSAGE_BYTES, null, 1);

  /// Whether a batch that came with this codec is to be written again with another.
  boolean recompresses(Compression sent) {
    return compression != null && compression.compression() != sent;
  }

  /// A batch that was found sound, in the codec of the topic.
  RecordBatch recompressed(RecordBatch batch) {
    var target = compression;
    if (target == null) {
      return batch;
    }
    try {
      ByteBuffer rewritten =
          new BatchRewriter(batches.maxInflatedBytes()).recompress(batch, target);
      return RecordBatch.at(rewritten, 0);
    } catch (DamagedBatchException e) {
      throw new IllegalStateException("the batch was found sound: " + batch, e);
    }
  }
}
