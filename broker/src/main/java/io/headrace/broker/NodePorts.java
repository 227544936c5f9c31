package io.headrace.broker;

import io.headrace.broker.config.Quorum.Address;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.MetadataLog;
import io.headrace.quorum.QuorumRequests;
import io.headrace.runtime.Background;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import io.headrace.runtime.Peers;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Reactor;
import io.headrace.runtime.SyncLane;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The world as a node sees it: real in production, simulated in tests.
///
/// @param lanes makes the sync lane of a directory; one for each log directory
/// @param metadataLogs opens the metadata log
/// @param peers connections to other nodes
/// @param logs how the logs of each directory use the machine
public record NodePorts(
    Clock clock,
    Timers timers,
    Reactor reactor,
    Disk disk,
    Lanes lanes,
    Background background,
    RandomSource random,
    MetadataLogs metadataLogs,
    Peers peers,
    LogBounds logs) {

  /// Makes sync lanes.
  @FunctionalInterface
  public interface Lanes {

    /// @throws IOException if this process may not write to the directory, which is then dead
    SyncLane laneFor(Path directory) throws IOException;
  }

  /// Opens the metadata log.
  @FunctionalInterface
  public interface MetadataLogs {

    /// Opens the log of a node, making its directories its own on first start.
    ///
    /// @param logDirs of the node, the first of which holds the metadata
    /// @param ports of the node
    /// @param onFailure hears on the reactor why the log can go on no longer
    OpenedMetadata open(
        int nodeId, List<Path> logDirs, NodePorts ports, Consumer<IOException> onFailure)
        throws IOException;
  }

  /// Knows where the nodes that vote on metadata are.
  @FunctionalInterface
  public interface Whereabouts {

    /// Null if that is not known.
    @Nullable Address of(int nodeId);
  }

  /// Knows what the log directories are called, once they are the node's.
  @FunctionalInterface
  public interface DirectoryNames {

    /// Null where directories have no names.
    ///
    /// @throws io.headrace.quorum.identity.IdentityException if it is somebody else's
    /// @throws IOException if that cannot be read: it is dead
    @Nullable DirectoryId of(Path directory) throws IOException;
  }

  /// @param clusterId of the cluster that the node belongs to; empty until a new node knows
  /// @param voters where the other voters' controller listeners are
  /// @param quorum takes what other nodes and operators ask; null where there can be no others
  public record OpenedMetadata(
      Supplier<String> clusterId,
      DirectoryNames directories,
      MetadataLog log,
      Whereabouts voters,
      @Nullable QuorumRequests quorum) {

    /// Of a node that stays alone.
    public static OpenedMetadata alone(String clusterId, MetadataLog log) {
      return new OpenedMetadata(() -> clusterId, _ -> null, log, _ -> null, null);
    }
  }
}
