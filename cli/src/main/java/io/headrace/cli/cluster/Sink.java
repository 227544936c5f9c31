package io.headrace.cli.cluster;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Takes records for one topic, in order.
public interface Sink extends AutoCloseable {

  /// Hands over one record; waits while too many are under way. The buffers are read from position
  /// to limit before it returns, and not moved.
  ///
  /// @throws io.headrace.cli.line.Failure if this record or an earlier one was refused
  void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value);

  /// Says that the next record may be long in coming: what was handed over goes out.
  ///
  /// @throws io.headrace.cli.line.Failure if an earlier record was refused
  void rest();

  /// Waits until everything is acknowledged.
  ///
  /// @throws io.headrace.cli.line.Failure if a record was refused
  void flush();

  @Override
  void close();

  /// @param partition the key decides if empty
  /// @param acks `all`, `1` or `0`
  /// @param headers of every record
  record Settings(
      String topic, OptionalInt partition, String acks, String compression, List<Header> headers) {
    public Settings {
      headers = List.copyOf(headers);
    }
  }
}
