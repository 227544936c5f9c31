package io.headrace.broker;

import io.headrace.metadata.MetadataLog;
import io.headrace.runtime.Background;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.file.Path;

/// The world as a node sees it: real in production, simulated in tests.
///
/// @param lanes makes the sync lane of a directory; one for each log directory
/// @param metadataLogs opens the metadata log
public record NodePorts(
    Clock clock,
    Timers timers,
    Reactor reactor,
    Disk disk,
    Lanes lanes,
    Background background,
    RandomSource random,
    MetadataLogs metadataLogs) {

  /// Makes sync lanes.
  @FunctionalInterface
  public interface Lanes {
    SyncLane laneFor(Path directory);
  }

  /// Opens the metadata log.
  @FunctionalInterface
  public interface MetadataLogs {

    /// @param directory where it keeps its files
    /// @param nodeId of the voter that this node is
    /// @param ports of the node that it belongs to
    MetadataLog open(Path directory, int nodeId, NodePorts ports) throws IOException;
  }
}
