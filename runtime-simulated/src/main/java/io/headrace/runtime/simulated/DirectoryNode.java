package io.headrace.runtime.simulated;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory's names: as processes see them, as they are on the platter, and the changes in
/// between, which reach it in order.
final class DirectoryNode implements Node {

  /// A changed name; `node` is null where it was removed.
  private record Change(String name, @Nullable Node node, @Nullable String removed) {}

  private final TreeMap<String, Node> cached = new TreeMap<>();
  private final TreeMap<String, Node> durable = new TreeMap<>();
  private final List<Change> unsynced = new ArrayList<>();

  @Nullable Node get(String name) {
    return cached.get(name);
  }

  List<String> names() {
    return List.copyOf(cached.keySet());
  }

  void put(String name, Node node) {
    cached.put(name, node);
    unsynced.add(new Change(name, node, null));
  }

  void remove(String name) {
    cached.remove(name);
    unsynced.add(new Change(name, null, null));
  }

  /// Both names change at once, or neither.
  void rename(String from, String to) {
    Node node = cached.remove(from);
    if (node == null) {
      throw new IllegalStateException("nothing to rename: " + from);
    }
    cached.put(to, node);
    unsynced.add(new Change(to, node, from));
  }

  /// All names are gone, for good.
  void clear() {
    cached.clear();
    durable.clear();
    unsynced.clear();
  }

  void sync() {
    unsynced.forEach(this::apply);
    unsynced.clear();
  }

  private void apply(Change change) {
    if (change.removed != null) {
      durable.remove(change.removed);
    }
    if (change.node == null) {
      durable.remove(change.name);
    } else {
      durable.put(change.name, change.node);
    }
  }

  @Override
  public void losePower(SimulatedRandom random) {
    int kept = random.nextInt(unsynced.size() + 1);
    unsynced.subList(0, kept).forEach(this::apply);
    unsynced.clear();
    cached.clear();
    cached.putAll(durable);
    cached.values().forEach(node -> node.losePower(random));
  }

  /// The files below, by path.
  Stream<Path> files(Path here) {
    return cached.entrySet().stream()
        .flatMap(entry -> {
          Path path = here.resolve(entry.getKey());
          return switch (entry.getValue()) {
            case FileNode file -> Stream.of(path);
            case DirectoryNode directory -> directory.files(path);
          };
        });
  }

  /// The bytes of all files below.
  long bytes() {
    long sum = 0;
    for (Node node : cached.values()) {
      sum +=
          switch (node) {
            case FileNode file -> file.size();
            case DirectoryNode directory -> directory.bytes();
          };
    }
    return sum;
  }
}
