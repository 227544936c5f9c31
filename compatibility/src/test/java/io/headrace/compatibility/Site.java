package io.headrace.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a node runs.
///
/// @param host its address
/// @param output the file that gets what it says
/// @param commandBefore what its command begins with, such as `nsenter`
record Site(String host, Path data, Path output, List<String> commandBefore) {

  /// On the loopback, with its data in one place and what it says in another.
  static Site of(Path data, Path directory) {
    return new Site("127.0.0.1", data, directory.resolve("node.out"), List.of());
  }

  /// On the loopback, with all it has in a directory that is made for it.
  static Site in(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(directory.resolve("data"), directory);
  }
}
