package io.headrace.log.journal;

/// A stretch of a segment file.
///
/// @param segment the base offset in the file's name
/// @param position its first byte
/// @param length in bytes
public record Extent(long segment, int position, int length) {}
