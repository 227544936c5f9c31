package io.headrace.simulator;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.runtime.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/// The frames in the journal of a log directory, as docs/formats/journal.md describes them: what a
/// bit that flips in one may cost.
public final class JournalFrames {
  public static final int FILE_HEADER_BYTES = 28;

  private static final int BLOCK_BYTES = 4096;
  private static final int MAGIC = 0x4852_4a46;
  private static final int LENGTH_AT = 4;
  private static final int CRC_AT = 8;
  private static final int SALT_AT = 12;
  private static final int SEQUENCE_AT = 20;
  private static final int ECHO_AT = 28;
  private static final int FRAME_HEADER_BYTES = 32;
  private static final int FILE_SALT_AT = 16;
  private static final int REPLAY_FROM_AT = 8;
  private static final int BATCH_LENGTH_AT = 8;
  private static final int BATCH_HEADER_BYTES = 61;
  private static final int START_BYTES = 8;
  private static final int SWAP_BYTES = 44;

  /// @param batches how many it holds whole
  /// @param logs the directories of the logs that it speaks of
  public record Frame(
      Path file, long position, int length, long sequence, int batches, Set<String> logs) {}

  private final List<Path> files;
  private final List<Frame> frames = new ArrayList<>();
  private final long replayFrom;

  public JournalFrames(SimulatedDisk disk, Path directory) {
    files =
        disk.files()
            .filter(path -> directory.equals(path.getParent()))
            .filter(path -> String.valueOf(path.getFileName()).startsWith("journal-"))
            .toList();
    for (Path file : files) {
      readFrames(file, disk.contentOf(file));
    }
    frames.sort(Comparator.comparingLong(Frame::sequence));
    replayFrom = disk.contentOf(directory.resolve("checkpoint")).getLong(REPLAY_FROM_AT);
  }

  public List<Path> files() {
    return files;
  }

  /// All but those that may be the last: nobody can tell a rotten one from a torn one.
  public List<Frame> allButTheLast(int count) {
    return frames.subList(0, Math.max(0, frames.size() - count));
  }

  /// Those that the last checkpoint does not contain.
  List<Frame> neededButTheLast() {
    return frames.stream()
        .filter(frame -> frame.sequence >= replayFrom && frame != frames.getLast())
        .toList();
  }

  private void readFrames(Path file, ByteBuffer bytes) {
    int at = BLOCK_BYTES;
    while (at + BLOCK_BYTES <= bytes.limit() && isFrame(bytes, at)) {
      int length = bytes.getInt(at + LENGTH_AT);
      Set<String> logs = new TreeSet<>();
      int entriesAt = FRAME_HEADER_BYTES + bytes.getInt(at + ECHO_AT);
      int batches = readEntries(bytes.slice(at, length).position(entriesAt), logs);
      frames.add(new Frame(file, at, length, bytes.getLong(at + SEQUENCE_AT), batches, logs));
      at += (length + BLOCK_BYTES - 1) & -BLOCK_BYTES;
    }
  }

  private static boolean isFrame(ByteBuffer bytes, int at) {
    int length = bytes.getInt(at + LENGTH_AT);
    if (bytes.getInt(at) != MAGIC
        || bytes.getLong(at + SALT_AT) != bytes.getLong(FILE_SALT_AT)
        || length > bytes.limit() - at) {
      return false;
    }
    var crc = new CRC32C();
    crc.update(bytes.slice(at + SALT_AT, length - SALT_AT));
    return (int) crc.getValue() == bytes.getInt(at + CRC_AT);
  }

  private static int readEntries(ByteBuffer in, Set<String> logs) {
    int batches = 0;
    while (in.hasRemaining()) {
      byte type = in.get();
      logs.add(new PartitionId(new TopicId(in.getLong(), in.getLong()), in.getInt()).toString());
      switch (type) {
        case 1 -> {
          int end = in.position(in.position() + 12).getInt() + in.position();
          for (; in.position() < end; batches++) {
            int at = in.position();
            in.position(at + BATCH_LENGTH_AT + 4 + in.getInt(at + BATCH_LENGTH_AT));
          }
        }
        case 2 -> {
          int count = in.position(in.position() + 16).getInt();
          in.position(in.position() + count * BATCH_HEADER_BYTES);
        }
        case 3 -> in.position(in.position() + START_BYTES);
        case 4 -> {}
        case 5 -> in.position(in.position() + SWAP_BYTES);
        default -> throw new IllegalStateException("a journal entry of type " + type);
      }
    }
    return batches;
  }
}
