package io.headrace.network;

import io.headrace.network.Request.Part;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.system.FileDiskSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answers of one turn to a connection: what is bytes goes into one buffer, hence out in
/// one system call; slices of files go between by `sendfile`.
///
/// Runs on: the reactor.
final class AnswerWriter {

  private static final int LENGTH_BYTES = 4;
  private static final int BUFFER_BYTES = 512;

  /// Up to this a slice is copied: to read it costs less than to send what is before, the slice,
  /// and what is behind by a system call each.
  private static final int COPIED_BYTES = 32 << 10;

  private final ByteBufAllocator allocator;
  private final Channel channel;
  private @Nullable ByteBuf buffer;

  AnswerWriter(ByteBufAllocator allocator, Channel channel) {
    this.allocator = allocator;
    this.channel = channel;
  }

  /// @throws IOException if a slice cannot be read; the connection is then of no use
  void add(List<Part> parts) throws IOException {
    long length = 0;
    int inMemory = LENGTH_BYTES;
    for (Part part : parts) {
      switch (part) {
        case Part.Bytes(ByteBuffer bytes) -> {
          length += bytes.remaining();
          inMemory += bytes.remaining();
        }
        case Part.File(FileSlice slice) -> {
          length += slice.length();
          if (isCopied(slice)) {
            inMemory += slice.length();
          }
        }
      }
    }
    room(inMemory).writeInt(Math.toIntExact(length));
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Part.Bytes(ByteBuffer bytes) -> room(bytes.remaining()).writeBytes(bytes.duplicate());
        case Part.File(FileDiskSlice slice) when !isCopied(slice) -> {
          writeBuffer();
          var _ = channel.write(new SliceRegion(slice), channel.voidPromise());
        }
        case Part.File(FileSlice slice) -> {
          try {
            copy(slice);
          } catch (IOException e) {
            release(parts.subList(i + 1, parts.size()));
            throw e;
          }
        }
      }
    }
  }

  /// Lets go of the files in an answer that will not be sent.
  static void release(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.File(FileSlice slice)) {
        slice.release();
      }
    }
  }

  /// Everything added leaves.
  void flush() {
    writeBuffer();
    channel.flush(); // without effect, and without a system call, when nothing was added
  }

  private static boolean isCopied(FileSlice slice) {
    return slice.length() <= COPIED_BYTES || !(slice instanceof FileDiskSlice);
  }

  private void copy(FileSlice slice) throws IOException {
    try {
      ByteBuf target = room(slice.length());
      int at = target.writerIndex();
      int read = slice.read(target.nioBuffer(at, slice.length()), 0);
      if (read < slice.length()) {
        throw new IOException("a slice of " + slice.length() + " bytes ends after " + read);
      }
      target.writerIndex(at + read);
    } finally {
      slice.release();
    }
  }

  private ByteBuf room(int bytes) {
    ByteBuf current = buffer;
    if (current == null) {
      current = allocator.directBuffer(Math.max(bytes, BUFFER_BYTES));
      buffer = current;
    }
    return current.ensureWritable(bytes);
  }

  private void writeBuffer() {
    if (buffer != null) {
      var _ = channel.write(buffer, channel.voidPromise());
      buffer = null;
    }
  }
}
