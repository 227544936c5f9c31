package io.headrace.log.compaction;

import java.nio.file.Path;

/// A closed segment as compaction sees it.
///
/// @param nextOffset the offset after its last record
public record CompactionInput(Path file, long baseOffset, long nextOffset, int sizeBytes) {}
