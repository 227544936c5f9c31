package io.headrace.coordinator;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes of a coordinator's records.
///
/// @param <R> the records, as a closed set of types
public interface RecordCodec<R> {

  ByteBuffer key(R record);

  /// Null for a tombstone, which takes back the record with the same key.
  @Nullable ByteBuffer value(R record);

  /// Null if the record is of a kind that this version does not know: it is left alone.
  ///
  /// @throws IllegalArgumentException if it is of a known kind and makes no sense
  @Nullable R read(ByteBuffer key, @Nullable ByteBuffer value);
}
