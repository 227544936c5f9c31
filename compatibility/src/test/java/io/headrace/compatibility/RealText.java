package io.headrace.compatibility;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Some tens of megabytes of lines that were not made for a test.
final class RealText {

  private static final long ENOUGH_BYTES = 20L << 20;
  private static final long AT_MOST_BYTES = 40L << 20;

  private RealText() {}

  /// Writes such a text: the index of all Debian packages, or else what lies under the usual places
  /// for texts that come with a system.
  ///
  /// @return empty if there is too little text on this machine
  static Optional<Path> writeTo(Path file) throws IOException {
    Path index = file.resolveSibling("index.txt");
    Path nothing = Files.createFile(file.resolveSibling("nothing"));
    if (Files.isExecutable(Path.of("/usr/bin/apt-cache"))) {
      Command.between(nothing, index, "apt-cache", "dumpavail");
    }
    List<Path> sources =
        Files.exists(index) && Files.size(index) > ENOUGH_BYTES
            ? List.of(index)
            : texts(Path.of("/usr/share"), Path.of(System.getProperty("java.home")));
    long written = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Path source : sources) {
        if (written < AT_MOST_BYTES) {
          written += copyLines(source, out, AT_MOST_BYTES - written);
        }
      }
    }
    return written > ENOUGH_BYTES ? Optional.of(file) : Optional.empty();
  }

  private static List<Path> texts(Path... directories) throws IOException {
    var found = new ArrayList<Path>();
    for (Path directory : directories) {
      try (Stream<Path> files = Files.walk(directory)) {
        files
            .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
            .filter(file -> file.toString().matches(".*([.]txt|[.]p[lm]|[.]xml|[.]js|copyright)"))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  /// Copies whole lines; the last one gets its end if it has none.
  private static long copyLines(Path source, OutputStream out, long atMost) throws IOException {
    byte[] content = Files.readAllBytes(source);
    int length = (int) Math.min(content.length, atMost);
    while (length > 0 && content[length - 1] != '\n') {
      length--;
    }
    out.write(content, 0, length);
    return length;
  }
}
