package io.headrace.log.segment;

/// What a restart has to know of a segment so that it need not open its file.
///
/// @param sizeBytes how much of the file is the log's
/// @param firstTimestamp the max timestamp of its first batch
/// @param offsetOfMaxTimestamp the last offset of the first batch with `maxTimestamp`
/// @param index what was written of its indexes
public record SegmentState(
    long baseOffset,
    long nextOffset,
    int sizeBytes,
    long firstTimestamp,
    long maxTimestamp,
    long offsetOfMaxTimestamp,
    IndexFiles index) {

  /// How much of a segment's two index files is good: they are caches, not trusted without this.
  ///
  /// @param offsetCrc CRC-32C of the entries of the offset index
  /// @param timeCrc CRC-32C of the entries of the time index
  public record IndexFiles(int offsetEntries, int offsetCrc, int timeEntries, int timeCrc) {
    public static final IndexFiles NONE = new IndexFiles(0, 0, 0, 0);
  }
}
