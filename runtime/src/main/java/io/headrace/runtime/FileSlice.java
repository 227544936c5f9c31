package io.headrace.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A stretch of an open file, held for a reader: the network sends it by `sendfile`, the simulator
/// and the tests read its bytes.
public interface FileSlice {

  long position();

  int length();

  /// Reads from `offset` within the slice until `target` is full or the slice ends; returns the
  /// bytes read.
  int read(ByteBuffer target, int offset) throws IOException;

  /// The reader is done; exactly once.
  void release();
}
