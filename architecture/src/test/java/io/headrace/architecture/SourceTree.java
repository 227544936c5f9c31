package io.headrace.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// The files of the repository as they lie on the disk, without what was built, fetched, or served.
record SourceTree(Path root) {

  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", "node_modules", ".idea", ".vscode", ".settings");

  /// What a node leaves at the root, where these words are no packages.
  private static final Set<Path> LEFT_AT_ROOT = Set.of(Path.of("data"), Path.of("dist"));

  /// The repository that this build is of.
  static SourceTree ofTheHouse() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("headrace"))) {
      directory = directory.getParent();
    }
    return new SourceTree(directory);
  }

  /// All files in the order of their names, relative to the root.
  List<Path> files() {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                      || LEFT_AT_ROOT.contains(root.relativize(directory))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!NOT_OURS.contains(String.valueOf(file.getFileName()))) {
                found.add(root.relativize(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(found);
    return found;
  }

  List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /// The lines of a file; none if it is not text.
  List<String> lines(Path file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (CharacterCodingException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
