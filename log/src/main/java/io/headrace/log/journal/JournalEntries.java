package io.headrace.log.journal;

import io.headrace.base.PartitionId;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What a journal says, entry by entry in the order of their commits; what nobody minds is passed
/// over. Buffers are good only during the call.
public interface JournalEntries {

  /// The entries that follow are those of this commit.
  default void onCommit(long sequence) {}

  /// These batches belong there; the segment may not have them.
  ///
  /// @param batches from position to limit
  default void onData(PartitionId id, Extent extent, ByteBuffer batches) throws IOException {}

  /// Batches are durable in the segment.
  ///
  /// @param headers the first 61 bytes of each, one after the other
  default void onExtent(PartitionId id, Extent extent, ByteBuffer headers) throws IOException {}

  /// The frame before this one cannot be read, but it made the log durable up to here.
  ///
  /// @param end where that is: an extent without length
  /// @param offset the offset after the last record
  default void onEnd(PartitionId id, Extent end, long offset) throws IOException {}

  /// The log begins at `startOffset` now.
  default void onStart(PartitionId id, long startOffset) throws IOException {}

  /// The log was deleted; what follows under its id belongs to another one.
  default void onDrop(PartitionId id) throws IOException {}

  /// Compaction has written one segment in the place of several.
  default void onSwap(PartitionId id, Swap swap) throws IOException {}

  /// Commits are missing here though later ones are there: this file has rotted.
  default void onHole(String file) throws IOException {}
}
