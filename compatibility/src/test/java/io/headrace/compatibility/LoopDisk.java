package io.headrace.compatibility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An ext4 file system in a file, whose power can be cut: from then on nothing that the kernel
/// still holds in its page cache reaches the file. What comes back is what was synced.
final class LoopDisk implements AutoCloseable {

  private static final long BYTES = 512L << 20;

  /// `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`: not even the file system's own journal
  /// is written any more.
  private static final String CUT =
      """
      import fcntl, os, struct, sys
      fd = os.open(sys.argv[1], os.O_RDONLY)
      fcntl.ioctl(fd, 0x8004587D, struct.pack("I", 2))
      """;

  private final Path image;
  private final Path mountPoint;

  private LoopDisk(Path image, Path mountPoint) {
    this.image = image;
    this.mountPoint = mountPoint;
  }

  /// Skips the test, and says so, where one may not mount.
  static LoopDisk mount(Path directory) throws IOException {
    return mount(directory, BYTES);
  }

  /// A disk of this size.
  static LoopDisk mount(Path directory, long bytes) throws IOException {
    Path image = directory.resolve("disk.img");
    Path mountPoint = Files.createDirectory(directory.resolve("disk"));
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    boolean works =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("user.name").equals("root")
            && works("mkfs.ext4", "-q", "-F", image.toString())
            && works("mount", "-o", "loop", image.toString(), mountPoint.toString());
    assumeTrue(works, "a disk of one's own needs root, ext4, and loop mounts");
    return new LoopDisk(image, mountPoint);
  }

  Path path() {
    return mountPoint;
  }

  void cutPower() {
    Command.run("python3", "-c", CUT, mountPoint.toString()).succeeded();
  }

  /// Takes the disk from its dead machine and puts it into a new one.
  void mountAgain() {
    Command.run("umount", mountPoint.toString()).succeeded();
    Command.run("mount", "-o", "loop", image.toString(), mountPoint.toString()).succeeded();
  }

  @Override
  public void close() {
    Command.run("umount", mountPoint.toString()).succeeded();
  }

  private static boolean works(String... words) {
    try {
      return Command.run(words).exitCode() == 0;
    } catch (UncheckedIOException _) {
      return false;
    }
  }
}
