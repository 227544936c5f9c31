package io.headrace.protocol.fetch;

import java.nio.ByteBuffer;

/// Takes the parts of an answer in the order in which they go out.
///
/// @param <S> where records are
public interface PartSink<S> {

  /// Bytes from position to limit that will not change any more.
  void bytes(ByteBuffer bytes);

  /// All records of this source, just as many bytes as were announced for it.
  void records(S source);
}
