package io.headrace.compatibility;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the things that a user would run lie.
final class Repository {

  private Repository() {}

  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("headrace"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  static Path launcher() {
    return root().resolve("headrace");
  }

  /// A script of ours that drives a foreign client.
  static Path clientScript(String name) {
    return root().resolve("compatibility/src/test/clients").resolve(name);
  }

  /// Where `.ci/run` installs the clients that come from npm.
  static Path nodeModules() {
    return root().resolve("compatibility/target/clients/node_modules");
  }
}
