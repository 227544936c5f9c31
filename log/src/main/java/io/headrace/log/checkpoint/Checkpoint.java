package io.headrace.log.checkpoint;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /// Makes these bytes durable beside the last checkpoint.
  public static void write(Disk disk, Path directory, ByteBuffer bytes) throws IOException {
    try (DiskFile file = disk.create(directory.resolve(NEW_FILE))) {
      file.write(bytes, 0);
      file.sync();
    }
  }

  /// Puts what was written in the place of the last checkpoint, durably and at once.
  public static void replace(Disk disk, Path directory) throws IOException {
    disk.rename(directory.resolve(NEW_FILE), directory.resolve(FILE));
    disk.syncDirectory(directory);
  }

  /// The last checkpoint; nothing if there is none or it has rotted.
  public static Optional<Checkpoint> read(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE);
    if (!disk.exists(path)) {
      return Optional.empty();
    }
    ByteBuffer in;
    try (DiskFile file = disk.open(path)) {
      in = ByteBuffer.allocate((int) file.size());
      file.read(in, 0);
    }
    in.flip();
    int crcAt = in.limit() - CRC_BYTES;
    if (crcAt < 0 || in.getInt(crcAt) != crc(in, crcAt) || in.getLong() != MAGIC) {
      return Optional.empty();
    }
    try {
      long replayFrom = in.getLong();
      List<LogState> logs = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        logs.add(LogStateCodec.read(in));
      }
      return Optional.of(new Checkpoint(replayFrom, logs));
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
