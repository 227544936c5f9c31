package io.headrace.log;

/// Offsets of a log that were durable once and cannot be read any more.
///
/// @param fromOffset the first offset that is lost
/// @param toOffset the offset after the last that is lost
/// @param bytes how much of the file they took
public record LostRange(long fromOffset, long toOffset, int bytes) {}
