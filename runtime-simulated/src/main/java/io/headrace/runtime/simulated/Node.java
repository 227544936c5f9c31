package io.headrace.runtime.simulated;

/// A file or a directory of a simulated disk.
sealed interface Node permits FileNode, DirectoryNode {

  /// Keeps what is durable and, as chance has it, some of the rest.
  void losePower(SimulatedRandom random);
}
