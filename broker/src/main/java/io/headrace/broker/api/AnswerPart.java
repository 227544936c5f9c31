package io.headrace.broker.api;

import io.headrace.runtime.FileSlice;
import java.nio.ByteBuffer;

/// A piece of an answer that is put together from memory and files.
public sealed interface AnswerPart {

  /// Must not be changed any more.
  record Bytes(ByteBuffer bytes) implements AnswerPart {}

  /// Released by whoever sends it.
  record File(FileSlice slice) implements AnswerPart {}
}
