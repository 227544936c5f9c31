package io.headrace.cli.dev;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The cluster below one directory: a directory for each node, and nothing else that remembers it.
/// Whichever process runs a verb finds the nodes there.
final class DevCluster {

  private static final String PREFIX = "node-";

  private final Path directory;

  DevCluster(Path directory) {
    this.directory = directory;
  }

  /// Where clusters are if nobody says otherwise: one for each user of a machine.
  static Path defaultDirectory() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "headrace-dev-" + System.getProperty("user.name"));
  }

  Path directory() {
    return directory;
  }

  boolean exists() {
    return Files.isDirectory(directory);
  }

  DevNode node(int id) {
    return new DevNode(id, directory.resolve(PREFIX + id));
  }

  /// A node that is there.
  ///
  /// @throws Failure with [Exit#NOT_FOUND] if it is not
  DevNode existing(String id) {
    for (DevNode node : nodes()) {
      if (Integer.toString(node.id()).equals(id)) {
        return node;
      }
    }
    List<DevNode> there = nodes();
    throw new Failure(
        Exit.NOT_FOUND,
        "no node " + id,
        there.isEmpty()
            ? "there is no cluster in " + directory
            : "the cluster in " + directory + " has " + there.stream().map(DevNode::id).toList(),
        there.isEmpty()
            ? "headrace dev --nodes 3 starts one, --dir says where another one is"
            : "one of these");
  }

  /// All nodes, by id.
  List<DevNode> nodes() {
    if (!exists()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      var nodes = new ArrayList<DevNode>();
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(PREFIX + "[0-9]{1,4}"))
          .forEach(name -> nodes.add(node(Integer.parseInt(name.substring(PREFIX.length())))));
      nodes.sort(Comparator.comparingInt(DevNode::id));
      return nodes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends all nodes and deletes everything of them.
  void delete() throws IOException {
    nodes().forEach(DevNode::kill);
    if (!exists()) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
