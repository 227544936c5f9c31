package io.headrace.architecture;

import java.util.List;

/// One room of the house: a package with everything below it that is not a room of its own.
///
/// @param name the package below the root, such as `runtime.system`
/// @param rooms the other rooms that it may import; [#EVERYTHING] stands for all
/// @param libraries packages and classes of libraries that it may import
record Room(String name, List<String> rooms, List<String> libraries) {

  static final String EVERYTHING = "*";

  static Room named(String name) {
    return new Room(name, List.of(), List.of());
  }

  Room sees(String... others) {
    return new Room(name, List.of(others), libraries);
  }

  Room uses(String... packages) {
    return new Room(name, rooms, List.of(packages));
  }

  boolean maySee(Room other) {
    return other.name.equals(name) || rooms.contains(other.name) || rooms.contains(EVERYTHING);
  }

  /// Whether a class of a library is open to this room.
  boolean mayUse(String className) {
    return libraries.stream().anyMatch(prefix -> isWithin(className, prefix));
  }

  /// Whether a package or class is the other one, or inside it.
  static boolean isWithin(String name, String prefix) {
    return name.equals(prefix) || name.startsWith(prefix + ".") || name.startsWith(prefix + "$");
  }
}
