package io.headrace.log;

import io.headrace.runtime.FileSlice;

/// Batches in a file, ready to be sent.
///
/// @param baseOffset the base offset of the first batch, at or below the offset asked for
/// @param endOffset the offset after the last record in it
public record LogSlice(FileSlice bytes, long baseOffset, long endOffset) {}
