package io.headrace.log.compaction;

/// What became of a group of segments.
///
/// @param sizeBytes of the new file
/// @param maxTimestamp −1 if it has none
/// @param offsetOfMaxTimestamp the last offset of the first batch with that timestamp
/// @param removedRecords how many records are not in it any more
public record CompactedFile(
    int sizeBytes, long maxTimestamp, long offsetOfMaxTimestamp, long removedRecords) {}
