package io.headrace.runtime.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// A file channel with several holders: the file itself and the slices of it that are being sent.
/// The last one to let go closes it. Any thread may hold.
final class SharedChannel {

  private final FileChannel channel;
  private final AtomicInteger holders = new AtomicInteger(1);

  SharedChannel(FileChannel channel) {
    this.channel = channel;
  }

  FileChannel channel() {
    return channel;
  }

  /// @throws IllegalStateException if the last holder has let go
  void hold() {
    int before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
    if (before == 0) {
      throw new IllegalStateException("the file is closed");
    }
  }

  void letGo() throws IOException {
    int left = holders.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("released more often than held");
    }
    if (left == 0) {
      channel.close();
    }
  }

  /// As [#letGo], for holders that only read: a reader loses nothing when the close fails.
  void letGoAfterReading() {
    try {
      letGo();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
