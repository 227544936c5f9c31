package io.headrace.log;

/// What to read from a log.
///
/// @param offset the first offset wanted
/// @param endOffset where to stop: nothing at or above it is returned
/// @param maxBytes how much at most
/// @param orOneBatch whether the first batch is returned even if it is larger than `maxBytes`
public record ReadRequest(long offset, long endOffset, int maxBytes, boolean orOneBatch) {}
