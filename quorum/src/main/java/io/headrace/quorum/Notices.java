package io.headrace.quorum;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells the owner of a metadata log of changes, once each.
///
/// Runs on: the reactor.
final class Notices {

  /// Of so many nodes of other clusters the owner is told.
  private static final int MAX_FOREIGNERS = 16;

  private final RaftMetadataLog.Owner owner;
  private final Set<String> foreigners = new TreeSet<>();
  private boolean toldShort;

  Notices(RaftMetadataLog.Owner owner) {
    this.owner = owner;
  }

  /// @param isShort whether the disk has no room
  void onRoom(boolean isShort) {
    if (isShort && !toldShort) {
      owner.onShortOfRoom();
    } else if (toldShort && !isShort) {
      owner.onRoomAgain();
    }
    toldShort = isShort;
  }

  /// @param address of a node that belongs to another cluster; null if there was none
  void onForeigner(@Nullable String address, String clusterId) {
    if (address != null && foreigners.size() < MAX_FOREIGNERS && foreigners.add(address)) {
      owner.onNotice(
          "%s belongs to another cluster: this node is of %s".formatted(address, clusterId));
    }
  }
}
