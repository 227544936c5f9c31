package io.headrace.quorum.identity;

import io.headrace.quorum.files.DurableFiles;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The file `meta.properties` of one log directory, with Kafka's keys and one more for the checksum
/// of what they say: a bit that flips in a name must not make the directory somebody else's, or
/// that of an emptied disk. Files from before lack it.
record DirectoryLabel(String clusterId, int nodeId, String directoryId) {
  private static final String NAME = "meta.properties";
  private static final String VERSION = "1";
  private static final String ID = "[A-Za-z0-9_-]{22}";
  private static final List<String> KEYS =
      List.of("version", "cluster.id", "node.id", "directory.id");
  private static final String CHECKSUM = "headrace.crc32c";

  /// Null if the directory has none.
  ///
  /// @throws IdentityException if it cannot be understood
  /// @throws IOException if it has rotted, or cannot be read: whose it is nobody knows
  static @Nullable DirectoryLabel read(Disk disk, Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!disk.exists(file)) {
      return null;
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : text(disk, file).lines().toList()) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    requireSound(values, file);
    String version = require(values, "version", file);
    if (!version.equals(VERSION)) {
      throw new IdentityException(file + ": version " + version + " is not known here");
    }
    String nodeId = require(values, "node.id", file);
    if (!nodeId.matches("[0-9]{1,9}")) {
      throw new IdentityException(file + ": node.id is " + nodeId + ", not a number");
    }
    String directoryId = require(values, "directory.id", file);
    if (!directoryId.matches(ID)) {
      throw new IOException(file + " is damaged: directory.id is " + directoryId + ", not an id");
    }
    return new DirectoryLabel(
        require(values, "cluster.id", file), Integer.parseInt(nodeId), directoryId);
  }

  void write(Disk disk, Path directory) throws IOException {
    var said = new TreeMap<String, String>();
    said.put("version", VERSION);
    said.put("cluster.id", clusterId);
    said.put("node.id", String.valueOf(nodeId));
    said.put("directory.id", directoryId);
    DurableFiles.replace(
        disk, directory, NAME, text(said) + CHECKSUM + "=" + checksum(said) + "\n");
  }

  private static String text(Map<String, String> values) {
    var text = new StringBuilder();
    for (String key : KEYS) {
      text.append(key).append('=').append(values.getOrDefault(key, "")).append('\n');
    }
    return text.toString();
  }

  private static String checksum(Map<String, String> values) {
    var crc = new CRC32C();
    crc.update(text(values).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  private static void requireSound(Map<String, String> values, Path file) throws IOException {
    String checksum = values.get(CHECKSUM);
    if (checksum != null && !checksum.equals(checksum(values))) {
      throw new IOException(
          "%s is damaged: its checksum is %s, that of its content %s (if it was edited, take out the line %s)"
              .formatted(file, checksum, checksum(values), CHECKSUM));
    }
  }

  private static String require(Map<String, String> values, String key, Path file)
      throws IOException {
    String value = values.get(key);
    if (value == null || value.isEmpty()) {
      throw new IdentityException(file + ": " + key + " is missing");
    }
    return value;
  }

  private static String text(Disk disk, Path file) throws IOException {
    try (DiskFile open = disk.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
      open.read(bytes, 0);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
