package io.headrace.quorum;

import io.headrace.quorum.identity.NodeFormat;
import io.headrace.quorum.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Whether a node knows already to which cluster it belongs.
public sealed interface Membership {

  /// Its directories say who it is.
  record Member(NodeIdentity identity) implements Membership {}

  /// Its directories are empty, and there are others to be asked ([Forming]).
  ///
  /// @param directoryId what its metadata directory will be called among voters
  record Newcomer(int nodeId, String directoryId, List<Path> directories, NodeFormat format)
      implements Membership {}

  /// Looks at a node's directories. A node that knows of no others makes empty ones its own, as
  /// those of a cluster that begins with it.
  ///
  /// @throws io.headrace.quorum.identity.IdentityException if one of the directories belongs to
  ///   somebody else
  static Membership of(NodeFormat format, int nodeId, List<Path> directories, QuorumPlace place)
      throws IOException {
    NodeIdentity known = format.known(nodeId, directories, null);
    if (known != null) {
      return new Member(known);
    }
    if (place.others(nodeId).isEmpty()) {
      return new Member(format.begin(nodeId, directories, null, place.listener(), place.address()));
    }
    return new Newcomer(nodeId, format.directoryId(directories), directories, format);
  }
}
