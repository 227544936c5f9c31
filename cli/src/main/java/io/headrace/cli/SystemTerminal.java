package io.headrace.cli;

import io.headrace.cli.command.Terminal;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The terminal that this process was started from, if it was.
final class SystemTerminal implements Terminal {

  static final int OUTPUT = 1;
  static final int NOTES = 2;
  private static final int INPUT = 0;

  @Override
  public InputStream input() {
    return new FileInputStream(FileDescriptor.in);
  }

  @Override
  public boolean watchesNotes() {
    return isTerminal(NOTES);
  }

  @Override
  public Optional<String> ask(String question) {
    if (!isTerminal(INPUT) || !isTerminal(NOTES)) {
      return Optional.empty();
    }
    System.err.print(question);
    System.err.flush();
    try {
      var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(reader.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public long nowMs() {
    return System.currentTimeMillis();
  }

  /// Whether one of the standard descriptors is a terminal. `System.console()` knows only about all
  /// of them together, so ask the system where it has an answer.
  static boolean isTerminal(int descriptor) {
    Path link = Path.of("/dev/fd/" + descriptor);
    try {
      String target = link.toRealPath().toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return Files.exists(Path.of("/dev/fd")) ? false : System.console() != null;
    }
  }
}
