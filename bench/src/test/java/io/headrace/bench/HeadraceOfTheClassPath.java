package io.headrace.bench;

import io.headrace.bench.server.Contender;
import io.headrace.bench.server.Headrace;
import io.headrace.bench.server.Seat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Headrace from the class path of the tests, without the launcher and what it has prepared.
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
  public List<String> prepare(Seat seat) {
    return List.of();
  }

  @Override
  public List<String> command(Seat seat) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.headrace.broker.Main"));
    command.addAll(Headrace.arguments(seat));
    return command;
  }
}
