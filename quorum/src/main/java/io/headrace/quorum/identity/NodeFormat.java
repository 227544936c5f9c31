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
import java.util.TreeMap;
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
/// metadata log: as a quorum whose voters are known from the beginning, or empty, to be filled by
/// the quorum that the node joins. A quorum grows by adding voters, never by formatting again.
///
/// Without the first directory there is no node. Any other that cannot be read or written is dead
/// and passed over here; who asks what it is called hears why.
public final class NodeFormat {
  private static final String METADATA_LOG = "__cluster_metadata-0";

  private final Disk disk;
  private final RandomSource random;

  public NodeFormat(Disk disk, RandomSource random) {
    this.disk = disk;
    this.random = random;
  }

  /// Says who the node is by its directories, of which new ones are made its own; null if all are
  /// empty.
  ///
  /// @param clusterId to which they must belong; null for any
  /// @throws IdentityException if one of the directories belongs to somebody else
  public @Nullable NodeIdentity known(
      int nodeId, List<Path> directories, @Nullable String clusterId) throws IOException {
    String known = clusterIdOf(nodeId, directories, clusterId);
    if (known == null) {
      requireAllReadable(directories);
      return null;
    }
    Path first = directories.getFirst();
    if (DirectoryLabel.read(disk, first) == null) {
      throw new IdentityException(
          first
              + " is empty, but other directories belong to cluster "
              + known
              + ": its metadata is missing");
    }
    return label(nodeId, directories, known, "");
  }

  /// What the metadata's directory is called among voters, or will be: drawn on the first call and
  /// kept, so that others can be told before the directory is made the node's.
  public String directoryId(List<Path> directories) throws IOException {
    Path first = directories.getFirst();
    DirectoryLabel label = DirectoryLabel.read(disk, first);
    if (label != null) {
      return label.directoryId();
    }
    String drawn = PendingId.read(disk, first);
    if (drawn == null) {
      drawn = drawId();
      disk.createDirectories(first);
      PendingId.write(disk, first, drawn);
    }
    return drawn;
  }

  /// What one of the node's directories is called.
  ///
  /// @throws IdentityException if it belongs to somebody else: at the start it was dead
  /// @throws IOException if that cannot be read, or the directory could not be made the node's
  public String directoryId(Path directory, int nodeId, String clusterId) throws IOException {
    DirectoryLabel label = DirectoryLabel.read(disk, directory);
    if (label == null) {
      disk.createDirectories(directory); // which may say why
      throw new IOException(directory + " could not be made the node's");
    }
    requireOwn(label, directory, nodeId, clusterId);
    return label.directoryId();
  }

  /// Makes empty directories those of a node that begins a cluster whose only voter it is.
  ///
  /// @param clusterId what the new cluster is called; null to draw a name
  /// @param listener the name of the listener by which voters reach each other
  /// @param address where others would reach this one
  public NodeIdentity begin(
      int nodeId,
      List<Path> directories,
      @Nullable String clusterId,
      String listener,
      InetSocketAddress address)
      throws IOException {
    var voter = new Voter(nodeId, drawId(), address);
    String name = clusterId != null ? clusterId : drawId();
    return found(nodeId, directories, name, listener, List.of(voter));
  }

  /// Makes empty directories those of a node that begins a cluster with these voters.
  ///
  /// @param listener the name of the listener by which voters reach each other
  public NodeIdentity found(
      int nodeId, List<Path> directories, String clusterId, String listener, List<Voter> voters)
      throws IOException {
    Path log = emptyLog(directories);
    disk.createDirectories(log);
    SnapshotFiles snapshots = SnapshotFiles.open(disk, log);
    try (var writer =
        new RecordsSnapshotWriter.Builder()
            .setKraftVersion(KRaftVersion.KRAFT_VERSION_1)
            .setVoterSet(Optional.of(setOf(listener, voters)))
            .setRawSnapshotWriter(snapshots.write(Snapshots.BOOTSTRAP_SNAPSHOT_ID, _ -> {}))
            .build(new NoRecords())) {
      writer.freeze();
    }
    for (Voter voter : voters) {
      if (voter.nodeId() == nodeId) {
        return label(nodeId, directories, clusterId, voter.directoryId());
      }
    }
    throw new IllegalArgumentException("node " + nodeId + " is none of " + voters);
  }

  /// Makes empty directories those of a node that comes to a cluster which is there.
  public NodeIdentity join(int nodeId, List<Path> directories, String clusterId)
      throws IOException {
    String directoryId = directoryId(directories);
    disk.createDirectories(emptyLog(directories));
    return label(nodeId, directories, clusterId, directoryId);
  }

  /// A name for a new cluster.
  public String drawClusterId() {
    return drawId();
  }

  /// Where the metadata log of a node with these directories lies.
  public static Path metadataDirectory(List<Path> directories) {
    return directories.getFirst().resolve(METADATA_LOG);
  }

  /// A voter of a new cluster.
  public record Voter(int nodeId, String directoryId, InetSocketAddress address) {}

  private static VoterSet setOf(String listener, List<Voter> voters) {
    var name = ListenerName.normalised(listener);
    var nodes = new TreeMap<Integer, VoterSet.VoterNode>();
    for (Voter voter : voters) {
      nodes.put(
          voter.nodeId(),
          VoterSet.VoterNode.of(
              ReplicaKey.of(voter.nodeId(), Uuid.fromString(voter.directoryId())),
              Endpoints.fromInetSocketAddresses(Map.of(name, voter.address())),
              new SupportedVersionRange((short) 0, (short) 1)));
    }
    return VoterSet.fromMap(nodes);
  }

  /// What the directories that are formatted say; null if none is.
  private @Nullable String clusterIdOf(int nodeId, List<Path> directories, @Nullable String wanted)
      throws IOException {
    String known = wanted;
    boolean formatted = false;
    for (Path directory : directories) {
      DirectoryLabel label = labelUnlessDead(directory, directories.getFirst());
      if (label != null) {
        requireOwn(label, directory, nodeId, known);
        known = label.clusterId();
        formatted = true;
      }
    }
    return formatted ? known : null;
  }

  private static void requireOwn(
      DirectoryLabel label, Path directory, int nodeId, @Nullable String clusterId)
      throws IdentityException {
    if (label.nodeId() != nodeId) {
      throw new IdentityException(
          directory + " belongs to node " + label.nodeId() + ", this is node " + nodeId);
    }
    if (clusterId != null && !label.clusterId().equals(clusterId)) {
      throw new IdentityException(
          directory + " belongs to cluster " + label.clusterId() + ", not to " + clusterId);
    }
  }

  private @Nullable DirectoryLabel labelUnlessDead(Path directory, Path first) throws IOException {
    try {
      return DirectoryLabel.read(disk, directory);
    } catch (IdentityException e) {
      throw e;
    } catch (IOException e) {
      if (directory.equals(first)) {
        throw e;
      }
      return null;
    }
  }

  /// A node must not begin a new life because the directory that tells of its old one is dead.
  private void requireAllReadable(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      try {
        disk.list(directory);
        DirectoryLabel.read(disk, directory);
      } catch (IdentityException e) {
        throw e;
      } catch (IOException e) {
        throw new IdentityException(
            directories.getFirst()
                + " is empty and "
                + directory
                + " cannot be read ("
                + e
                + "): whether this node is new cannot be told");
      }
    }
  }

  /// Labels those that have no label. With the first one's the node is made; the others may follow
  /// at the next start.
  ///
  /// @param firstId what the first is called if it has no label
  private NodeIdentity label(int nodeId, List<Path> directories, String clusterId, String firstId)
      throws IOException {
    Path first = directories.getFirst();
    label(first, new DirectoryLabel(clusterId, nodeId, firstId));
    for (Path directory : directories.subList(1, directories.size())) {
      try {
        label(directory, new DirectoryLabel(clusterId, nodeId, drawId()));
      } catch (IdentityException e) {
        throw e;
      } catch (IOException e) {
        // Dead: the node does without it, and hears why when it asks what it is called.
      }
    }
    PendingId.forget(disk, first);
    return new NodeIdentity(
        nodeId, clusterId, metadataDirectory(directories), directoryId(directories));
  }

  private void label(Path directory, DirectoryLabel label) throws IOException {
    if (DirectoryLabel.read(disk, directory) == null) {
      disk.createDirectories(directory);
      label.write(disk, directory);
    }
  }

  /// Where the metadata log goes.
  private Path emptyLog(List<Path> directories) throws IOException {
    Path log = metadataDirectory(directories);
    for (String name : disk.list(log)) {
      if (name.endsWith(".log")) {
        throw new IdentityException(
            log + " holds a metadata log, but meta.properties beside it is missing");
      }
    }
    return log;
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
