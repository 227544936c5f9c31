package io.headrace.quorum.identity;

import io.headrace.base.TopicId;
import io.headrace.quorum.files.SnapshotFiles;
import io.headrace.runtime.Disk;
import io.headrace.runtime.RandomSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.feature.SupportedVersionRange;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.raft.Endpoints;
import org.apache.kafka.raft.ReplicaKey;
import org.apache.kafka.raft.VoterSet;
import org.apache.kafka.server.common.KRaftVersion;
import org.apache.kafka.snapshot.RecordsSnapshotWriter;
import org.apache.kafka.snapshot.Snapshots;
import org.jspecify.annotations.Nullable;

/// Opens a node's directories, making them its own on first start.
///
/// A directory is the node's when its `meta.properties` is there; that file is written last and
/// durably, so that a start that was cut short begins anew. The first directory also gets the
/// metadata log, as a quorum whose only voter is this node; it grows by adding voters, never by
/// formatting again.
public final class NodeFormat {
  private static final String METADATA_LOG = "__cluster_metadata-0";

  private final Disk disk;
  private final RandomSource random;

  public NodeFormat(Disk disk, RandomSource random) {
    this.disk = disk;
    this.random = random;
  }

  /// Says who the node is by its directories.
  ///
  /// @param clusterId what a new cluster is called; null to draw a name
  /// @param address where the quorum's other voters would reach this one
  /// @throws IdentityException if one of the directories belongs to somebody else
  public NodeIdentity open(
      int nodeId, List<Path> directories, @Nullable String clusterId, InetSocketAddress address)
      throws IOException {
    String known = clusterIdOf(nodeId, directories, clusterId);
    Path first = directories.getFirst();
    Path log = first.resolve(METADATA_LOG);
    if (known != null && DirectoryLabel.read(disk, first) == null) {
      throw new IdentityException(
          first
              + " is empty, but other directories belong to cluster "
              + known
              + ": its metadata is missing");
    }
    String id = known != null ? known : clusterId != null ? clusterId : drawId();
    for (Path directory : directories) {
      if (DirectoryLabel.read(disk, directory) == null) {
        format(directory, nodeId, id, directory.equals(first) ? address : null);
      }
    }
    DirectoryLabel label = DirectoryLabel.read(disk, first);
    if (label == null) {
      throw new IllegalStateException("not formatted: " + first);
    }
    return new NodeIdentity(nodeId, id, log, label.directoryId());
  }

  /// What the directories that are formatted say; null if none is.
  private @Nullable String clusterIdOf(int nodeId, List<Path> directories, @Nullable String wanted)
      throws IOException {
    String known = wanted;
    boolean formatted = false;
    for (Path directory : directories) {
      DirectoryLabel label = DirectoryLabel.read(disk, directory);
      if (label == null) {
        continue;
      }
      if (label.nodeId() != nodeId) {
        throw new IdentityException(
            directory + " belongs to node " + label.nodeId() + ", this is node " + nodeId);
      }
      if (known != null && !label.clusterId().equals(known)) {
        throw new IdentityException(
            directory + " belongs to cluster " + label.clusterId() + ", not to " + known);
      }
      known = label.clusterId();
      formatted = true;
    }
    return formatted ? known : null;
  }

  private void format(
      Path directory, int nodeId, String clusterId, @Nullable InetSocketAddress voter)
      throws IOException {
    disk.createDirectories(directory);
    String directoryId = drawId();
    if (voter != null) {
      formatMetadataLog(directory.resolve(METADATA_LOG), nodeId, directoryId, voter);
    }
    new DirectoryLabel(clusterId, nodeId, directoryId).write(disk, directory);
  }

  private void formatMetadataLog(
      Path log, int nodeId, String directoryId, InetSocketAddress address) throws IOException {
    for (String name : disk.list(log)) {
      if (name.endsWith(".log")) {
        throw new IdentityException(
            log + " holds a metadata log, but meta.properties beside it is missing");
      }
    }
    disk.createDirectories(log);
    var listener = ListenerName.normalised("CONTROLLER");
    var voters =
        VoterSet.fromMap(
            Map.of(
                nodeId,
                VoterSet.VoterNode.of(
                    ReplicaKey.of(nodeId, Uuid.fromString(directoryId)),
                    Endpoints.fromInetSocketAddresses(Map.of(listener, address)),
                    new SupportedVersionRange((short) 0, (short) 1))));
    SnapshotFiles snapshots = SnapshotFiles.open(disk, log);
    try (var writer =
        new RecordsSnapshotWriter.Builder()
            .setKraftVersion(KRaftVersion.KRAFT_VERSION_1)
            .setVoterSet(Optional.of(voters))
            .setRawSnapshotWriter(snapshots.write(Snapshots.BOOTSTRAP_SNAPSHOT_ID, _ -> {}))
            .build(new NoRecords())) {
      writer.freeze();
    }
  }

  /// 128 random bits in the form that Kafka writes them; none that begins with a dash, because
  /// tools take that for an option.
  private String drawId() {
    while (true) {
      String id = new TopicId(random.nextLong(), random.nextLong()).toString();
      if (!id.startsWith("-")) {
        return id;
      }
    }
  }
}
