package io.headrace.compatibility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A client in another language, if it is installed here. `.ci/run` installs all of them; elsewhere
/// a missing one means that its tests are skipped, and say so.
///
/// @param program the words that a script of ours is run by
/// @param environment what the program needs to find its libraries
record ForeignClient(List<String> program, Map<String, String> environment) {

  static ForeignClient kcat() {
    return present("kcat", find(List.of("kcat"), "-V"), Map.of());
  }

  /// A Python that has the named module: Debian's own, or the first on the path.
  static ForeignClient python(String module) {
    String check = "import " + module;
    Optional<String> python = find(List.of("/usr/bin/python3", "python3"), "-c", check);
    return present("the Python module " + module, python, Map.of());
  }

  static ForeignClient node(String module) {
    boolean installed = Files.isDirectory(Repository.nodeModules().resolve(module));
    Optional<String> node = installed ? find(List.of("node"), "--version") : Optional.empty();
    var environment = Map.of("NODE_PATH", Repository.nodeModules().toString());
    return present("the Node module " + module, node, environment);
  }

  Command run(String... arguments) {
    return runWithInput("", arguments);
  }

  Command runWithInput(String input, String... arguments) {
    String[] words = new String[program.size() + arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = i < program.size() ? program.get(i) : arguments[i - program.size()];
    }
    return Command.run(environment, input, words);
  }

  Command runScript(String script, String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = Repository.clientScript(script).toString();
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return run(words);
  }

  private static ForeignClient present(
      String name, Optional<String> program, Map<String, String> environment) {
    if (program.isEmpty() && System.getenv("CI") != null) {
      throw new AssertionError(name + " is not installed, and in CI it must be: see .ci/run");
    }
    assumeTrue(program.isPresent(), name + " is not installed; .ci/run would install it");
    return new ForeignClient(List.of(program.get()), environment);
  }

  private static Optional<String> find(List<String> programs, String... check) {
    for (String program : programs) {
      String[] words = new String[check.length + 1];
      words[0] = program;
      System.arraycopy(check, 0, words, 1, check.length);
      if (isOnThePath(program) && Command.run(words).exitCode() == 0) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private static boolean isOnThePath(String program) {
    if (program.startsWith("/")) {
      return Files.isExecutable(Path.of(program));
    }
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
