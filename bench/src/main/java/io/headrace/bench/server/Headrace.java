package io.headrace.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Headrace node as `./headrace start` runs it: acknowledged means synced.
///
/// @param home the repository, or the place where the launcher is
public record Headrace(Path home) implements Contender {

  @Override
  public String name() {
    return "headrace";
  }

  @Override
  public String sentence() {
    return "one node as ./headrace start runs it; acknowledged means synced to the disk";
  }

  @Override
  public List<String> prepare(Path directory, int port) {
    return List.of();
  }

  @Override
  public List<String> command(Path directory, int port) {
    return List.of(
        home.resolve("headrace").toString(),
        "start",
        "--data",
        directory.resolve("data").toString(),
        "--set",
        "listeners=PLAINTEXT://127.0.0.1:" + port);
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("HEADRACE_BUILD", "never");
  }
}
