package io.headrace.group.classic;

import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The answer to a sync: what to work on, or why not.
public record SyncAnswer(
    ErrorCode error,
    @Nullable String protocolType,
    @Nullable String protocolName,
    Blob assignment) {

  static SyncAnswer refused(ErrorCode error) {
    return new SyncAnswer(error, null, null, Blob.EMPTY);
  }
}
