package io.headrace.quorum.identity;

import io.headrace.quorum.files.DurableFiles;
import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The file `meta.properties` of one log directory, with Kafka's keys.
record DirectoryLabel(String clusterId, int nodeId, String directoryId) {
  private static final String NAME = "meta.properties";
  private static final String VERSION = "1";

  /// Null if the directory has none.
  ///
  /// @throws IdentityException if it cannot be understood
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
    String version = require(values, "version", file);
    if (!version.equals(VERSION)) {
      throw new IdentityException(file + ": version " + version + " is not known here");
    }
    String nodeId = require(values, "node.id", file);
    if (!nodeId.matches("[0-9]{1,9}")) {
      throw new IdentityException(file + ": node.id is " + nodeId + ", not a number");
    }
    return new DirectoryLabel(
        require(values, "cluster.id", file),
        Integer.parseInt(nodeId),
        require(values, "directory.id", file));
  }

  void write(Disk disk, Path directory) throws IOException {
    DurableFiles.replace(
        disk,
        directory,
        NAME,
        "version="
            + VERSION
            + "\ncluster.id="
            + clusterId
            + "\nnode.id="
            + nodeId
            + "\ndirectory.id="
            + directoryId
            + "\n");
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
