package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The threads of a Java machine that compile while it runs.
final class Compilers {

  private static final String NAMED = "C\\d CompilerThre.*";

  private Compilers() {}

  /// What those that there are now have used of all processors.
  static Duration cpu(long pid) throws IOException {
    List<Path> threads;
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      threads = tasks.toList();
    }
    long ns = 0;
    for (Path thread : threads) {
      ns += isCompiler(thread) ? nsOf(thread) : 0;
    }
    return Duration.ofNanos(ns);
  }

  private static boolean isCompiler(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("comm")).strip().matches(NAMED);
    } catch (NoSuchFileException _) {
      return false; // it has ended
    }
  }

  private static long nsOf(Path thread) throws IOException {
    try {
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }
}
