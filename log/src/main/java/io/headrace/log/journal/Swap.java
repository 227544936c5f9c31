package io.headrace.log.journal;

/// A compacted segment that takes the place of all segments between two base offsets.
///
/// @param afterFrame the last frame of the journal when the new one was begun: it is part of the
///   file's name, so that no unfinished file of a later run is taken for it
/// @param firstSegment the base offset of the first that goes, and of the new one
/// @param lastSegment the base offset of the last that goes
/// @param sizeBytes of the new one
/// @param maxTimestamp of the new one
/// @param offsetOfMaxTimestamp of the new one
public record Swap(
    long afterFrame,
    long firstSegment,
    long lastSegment,
    int sizeBytes,
    long maxTimestamp,
    long offsetOfMaxTimestamp) {}
