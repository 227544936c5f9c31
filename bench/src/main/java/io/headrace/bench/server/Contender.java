package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A broker with its settings, as one takes part in a comparison.
public interface Contender {

  /// One word, which heads its column.
  String name();

  /// Says how it is set up.
  String sentence();

  /// Writes what it needs into an empty directory, and gives the command that has to end well
  /// before [#command], if there is one. What this costs is not counted as part of a start.
  List<String> prepare(Path directory, int port) throws IOException;

  /// What starts it on the loopback, after [#prepare].
  List<String> command(Path directory, int port);

  /// Added to the environment of the command.
  default Map<String, String> environment() {
    return Map.of();
  }
}
