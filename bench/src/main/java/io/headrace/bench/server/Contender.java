package io.headrace.bench.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A broker with its settings, as one takes part in a comparison.
public interface Contender {

  /// One word, which heads its column.
  String name();

  /// Says how it is set up.
  String sentence();

  /// Writes what a node needs into its empty directory, and gives the command that has to end well
  /// before [#command], if there is one. What this costs is not counted as part of a start.
  List<String> prepare(Seat seat) throws IOException;

  /// What starts a node on the loopback, after [#prepare].
  List<String> command(Seat seat);

  /// Added to the environment of the command.
  default Map<String, String> environment() {
    return Map.of();
  }
}
