package io.headrace.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Headrace as `./headrace start` runs it: acknowledged means synced.
///
/// @param home the repository, or the place where the launcher is
public record Headrace(Path home) implements Contender {

  @Override
  public String name() {
    return "headrace";
  }

  @Override
  public String sentence() {
    return "as ./headrace start runs it; acknowledged means synced to the disk";
  }

  @Override
  public List<String> prepare(Seat seat) {
    return List.of();
  }

  @Override
  public List<String> command(Seat seat) {
    var command = new ArrayList<>(List.of(home.resolve("headrace").toString(), "start"));
    command.addAll(arguments(seat));
    return command;
  }

  /// What tells a node its data directory, where to listen, and who the others are.
  public static List<String> arguments(Seat seat) {
    var command = new ArrayList<>(List.of("--data", seat.directory().resolve("data").toString()));
    if (seat.isAlone()) {
      command.addAll(List.of("--set", "listeners=PLAINTEXT://127.0.0.1:" + seat.port()));
    } else {
      command.addAll(List.of("--set", "process.roles=broker,controller"));
      command.addAll(List.of("--set", "node.id=" + seat.id()));
      command.addAll(List.of("--set", "controller.quorum.voters=" + seat.voters()));
      command.addAll(List.of("--set", "controller.listener.names=CONTROLLER"));
      command.addAll(List.of("--set", "listeners=" + seat.listeners()));
    }
    return command;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("HEADRACE_BUILD", "never");
  }
}
