package io.headrace.log.checkpoint;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// What is durable of all logs of a directory, at one moment.
///
/// @param replayFrom the first commit of the journal that is not contained in it
/// @param logs by id
public record Checkpoint(long replayFrom, List<LogState> logs) {

  public static final String FILE = "checkpoint";

  private static final String NEW_FILE = "checkpoint.new";
  private static final long MAGIC = 0x4852_4348_4b50_5431L; // HRCHKPT1
  private static final int CRC_BYTES = 4;
  private static final int COPIES = 2;

  /// The file's bytes, from position to limit.
  public ByteBuffer encode() {
    var out = new GrowingBuffer();
    out.putLong(MAGIC).putLong(replayFrom).putInt(logs.size());
    logs.forEach(log -> LogStateCodec.write(out, log));
    out.putInt(0);
    ByteBuffer bytes = out.finish();
    int crcAt = bytes.limit() - CRC_BYTES;
    return bytes.putInt(crcAt, crc(bytes, crcAt));
  }

  /// Makes these bytes durable beside the last checkpoint; twice, so that rot in one copy costs
  /// nothing.
  public static void write(Disk disk, Path directory, ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try (DiskFile file = disk.create(directory.resolve(NEW_FILE))) {
      for (int copy = 0; copy < COPIES; copy++) {
        file.write(bytes.duplicate(), (long) copy * length);
      }
      file.sync();
    }
  }

  /// Puts what was written in the place of the last checkpoint, durably and at once.
  public static void replace(Disk disk, Path directory) throws IOException {
    disk.rename(directory.resolve(NEW_FILE), directory.resolve(FILE));
    disk.syncDirectory(directory);
  }

  /// The last checkpoint, or what is wrong with it, or both.
  public static FoundCheckpoint find(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    if (!disk.exists(path)) {
      return FoundCheckpoint.damaged(path + " is missing");
    }
    try (DiskFile file = disk.open(path)) {
      int length = (int) (file.size() / COPIES);
      for (int copy = 0; copy < COPIES; copy++) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(bytes, (long) copy * length);
        bytes.flip();
        if (isSound(bytes)) {
          return copy == 0
              ? FoundCheckpoint.sound(decode(bytes, path))
              : FoundCheckpoint.repaired(
                  decode(bytes, path), path + " has rotted; its copy serves");
        }
      }
    }
    return FoundCheckpoint.damaged(path + " has rotted");
  }

  private static boolean isSound(ByteBuffer bytes) {
    int crcAt = bytes.limit() - CRC_BYTES;
    return crcAt > Long.BYTES
        && bytes.getInt(crcAt) == crc(bytes, crcAt)
        && bytes.getLong(0) == MAGIC;
  }

  private static Checkpoint decode(ByteBuffer in, Path path) throws IOException {
    in.position(Long.BYTES);
    try {
      long replayFrom = in.getLong();
      List<LogState> logs = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        logs.add(LogStateCodec.read(in));
      }
      return new Checkpoint(replayFrom, logs);
    } catch (BufferUnderflowException e) {
      throw new IOException(path + " has a right checksum but cannot be read", e);
    }
  }

  private static int crc(ByteBuffer bytes, int end) {
    var crc = new CRC32C();
    crc.update(bytes.slice(0, end));
    return (int) crc.getValue();
  }
}
