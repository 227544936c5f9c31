package io.headrace.log.directory;

import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether a directory has room for what must not fail, and what is kept back for when it has none.
///
/// Deleting makes room, but a deletion must be in the journal first, and the journal may have to
/// grow for it. So some room is held by a file of zeroes, which is given up when the journal, a
/// checkpoint or a new log finds none. From then on appends are refused, so that nothing else takes
/// what was freed.
///
/// ```
///  ROOMY --- no room for the journal, a checkpoint, a new log ---> TIGHT: no reserve, no appends
///    ^                                                               |  every 250 ms: what waits
///    +----------- nothing waits, the reserve is made again <---------+  is tried again
/// ```
///
/// Runs on: the reactor; the reserve is written in the background.
final class Room {

  static final String RESERVE = "reserve";

  private static final long RETRY_NS = 250_000_000;
  private static final int ZEROES_BYTES = 64 << 10;

  private final LogContext context;
  private final Path reserve;
  private final int reserveBytes;
  private BooleanSupplier retry = () -> false;
  private boolean tight;
  private boolean refused;
  private boolean retryIsDue;

  Room(LogContext context) {
    this.context = context;
    this.reserve = context.path().resolve(RESERVE);
    this.reserveBytes = context.settings().reserveBytes();
  }

  /// What to try again now and then while room is short; it says whether there was anything.
  void onRetry(BooleanSupplier task) {
    retry = task;
  }

  /// @throws NoSpaceException while what room there is must be left to deletions
  void requireForAppends() throws NoSpaceException {
    if (tight) {
      throw new NoSpaceException("no room left in " + context.path());
    }
  }

  /// An append was refused for want of room.
  void onRefused() {
    refused = true;
  }

  /// Whether there was too little room since this was asked last.
  boolean takeShortage() {
    boolean wasShort = tight || refused;
    refused = false;
    return wasShort;
  }

  /// Something that must not fail found no room.
  void onFull() {
    tight = true;
    try {
      boolean freed = giveUpReserve(context.disk(), context.path());
      retryAfter(freed ? 0 : RETRY_NS);
    } catch (IOException e) {
      context.goOffline(e);
    }
  }

  /// Frees what was kept back; false if that was done before.
  static boolean giveUpReserve(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(RESERVE);
    boolean held = disk.exists(file);
    disk.delete(file);
    return held;
  }

  private void retryAfter(long delayNs) {
    if (!retryIsDue) {
      retryIsDue = true;
      context.ports().timers().after(delayNs, this::retry);
    }
  }

  private void retry() {
    retryIsDue = false;
    if (context.isClosed() || context.offlineCause() != null) {
      return;
    }
    if (retry.getAsBoolean()) {
      retryAfter(RETRY_NS);
    } else {
      makeReserve();
    }
  }

  /// Makes the reserve if it is not there.
  void makeReserve() {
    context.ports().background().run(this::makeInBackground);
  }

  private void makeInBackground() {
    boolean made = false;
    IOException failure = null;
    try {
      made = make();
    } catch (IOException e) {
      failure = e;
    }
    boolean isThere = made;
    IOException cause = failure;
    context.ports().reactor().execute(() -> onMade(isThere, cause));
  }

  private boolean make() throws IOException {
    Disk disk = context.disk();
    if (disk.exists(reserve) && disk.size(reserve) == reserveBytes) {
      return true;
    }
    if (disk.usableBytes(context.path()) < 2L * reserveBytes) {
      return false;
    }
    try (DiskFile file = disk.create(reserve)) {
      ByteBuffer zeroes = ByteBuffer.allocateDirect(Math.min(reserveBytes, ZEROES_BYTES));
      for (int at = 0; at < reserveBytes; at += zeroes.limit()) {
        file.write(zeroes.clear().limit(Math.min(zeroes.capacity(), reserveBytes - at)), at);
      }
      return true;
    } catch (NoSpaceException e) {
      disk.delete(reserve);
      return false;
    }
  }

  private void onMade(boolean made, @Nullable IOException failure) {
    if (failure != null) {
      context.goOffline(failure);
    } else if (made) {
      tight = false;
    } else if (tight) {
      retryAfter(RETRY_NS);
    }
  }
}
