package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.UnalignedMemoryRecords;
import org.apache.kafka.server.common.OffsetAndEpoch;
import org.apache.kafka.snapshot.RawSnapshotWriter;

/// Writes a snapshot beside its place and moves it there when it is whole and durable.
final class SnapshotWriting implements RawSnapshotWriter {

  /// The disk gets it in parts: to sync all of a large one at the end would take long.
  private static final int SYNC_BYTES = 4 << 20;

  private final Disk disk;
  private final OffsetAndEpoch id;
  private final Path directory;
  private final Path part;
  private final Path target;
  private final DiskFile file;
  private long size;
  private int unsynced;
  private boolean frozen;

  SnapshotWriting(Disk disk, OffsetAndEpoch id, Path directory, String name, String partName)
      throws IOException {
    this.disk = disk;
    this.id = id;
    this.directory = directory;
    this.part = directory.resolve(partName);
    this.target = directory.resolve(name);
    this.file = disk.create(part);
  }

  @Override
  public OffsetAndEpoch snapshotId() {
    return id;
  }

  @Override
  public long sizeInBytes() {
    return size;
  }

  @Override
  public void append(UnalignedMemoryRecords records) {
    append(records.buffer());
  }

  @Override
  public void append(MemoryRecords records) {
    append(records.buffer());
  }

  private void append(ByteBuffer bytes) {
    if (frozen) {
      throw new IllegalStateException("frozen: " + target);
    }
    try {
      ByteBuffer source = bytes.duplicate();
      int count = source.remaining();
      file.write(source, size);
      size += count;
      unsynced += count;
      if (unsynced >= SYNC_BYTES) {
        unsynced = 0;
        file.sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public void freeze() {
    if (frozen) {
      throw new IllegalStateException("frozen already: " + target);
    }
    try {
      file.sync();
      file.close();
      disk.rename(part, target);
      disk.syncDirectory(directory);
      frozen = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without freezing it first, this gives it up.
  @Override
  public void close() {
    if (frozen) {
      return;
    }
    try {
      file.close();
      disk.delete(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
