package io.headrace.microbench.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory that goes away with all that is in it.
public record TemporaryDirectory(Path path) implements AutoCloseable {

  public static TemporaryDirectory make() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("headrace-benchmark"));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}
