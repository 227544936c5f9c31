package io.headrace.cli.command;

import java.io.InputStream;
import java.util.Optional;

/// The surroundings of a command that are not its output.
public interface Terminal {

  /// The stream that `produce` reads.
  InputStream input();

  /// Whether a person watches the notes, so that progress is welcome.
  boolean watchesNotes();

  /// Asks a person; empty if there is none.
  Optional<String> ask(String question);

  /// The wall clock, for ages such as `-1h`.
  long nowMs();
}
