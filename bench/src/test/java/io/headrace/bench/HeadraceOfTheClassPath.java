package io.headrace.bench;

import io.headrace.bench.server.Contender;
import java.nio.file.Path;
import java.util.List;

/// A Headrace node from the class path of the tests, without the launcher and what it has prepared.
record HeadraceOfTheClassPath() implements Contender {

  @Override
  public String name() {
    return "headrace";
  }

  @Override
  public String sentence() {
    return "one node";
  }

  @Override
  public List<String> prepare(Path directory, int port) {
    return List.of();
  }

  @Override
  public List<String> command(Path directory, int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        "io.headrace.broker.Main",
        "--data",
        directory.resolve("data").toString(),
        "--set",
        "listeners=PLAINTEXT://127.0.0.1:" + port);
  }
}
