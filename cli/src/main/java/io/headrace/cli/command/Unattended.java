package io.headrace.cli.command;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A terminal that nobody sits at: commands are run by another program.
///
/// @param clockMs the time of day
public record Unattended(InputStream input, LongSupplier clockMs) implements Terminal {

  @Override
  public boolean watchesNotes() {
    return false;
  }

  @Override
  public Optional<String> ask(String question) {
    return Optional.empty();
  }

  @Override
  public long nowMs() {
    return clockMs.getAsLong();
  }
}
