package io.headrace.log.directory;

/// What a log uses of its directory.
record LogServices(
    LogContext context, GroupCommit commits, Checkpointer checkpointer, Deletions deletions) {}
