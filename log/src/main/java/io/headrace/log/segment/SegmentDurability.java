package io.headrace.log.segment;

/// What still has to be made durable of a segment's file. Those who write and sync it say so here.
///
/// Runs on: the reactor.
public final class SegmentDurability {

  private boolean nameDurable;
  private boolean unsynced;
  private boolean unrecorded;

  SegmentDurability() {}

  /// As is known of a segment whose front part goes on in the same file.
  void takeOver(SegmentDurability whole) {
    nameDurable = whole.nameDurable;
    unrecorded = whole.unrecorded;
  }

  /// Whether the file's name is durable: if not, it must be made so with its content.
  public boolean isNameDurable() {
    return nameDurable;
  }

  public void onNameDurable() {
    nameDurable = true;
  }

  /// Whether the file may hold what is not synced.
  public boolean isUnsynced() {
    return unsynced;
  }

  /// The file was written, or was found with content of which nobody knows whether it was synced.
  public void onUnsynced() {
    unsynced = true;
  }

  /// Somebody has taken on to sync the file, or it is on its way out and needs no sync.
  public void onSynced() {
    unsynced = false;
  }

  /// Whether the file may hold batches that neither the journal nor a checkpoint speaks of: nobody
  /// else knows then who wrote them.
  public boolean isUnrecorded() {
    return unrecorded;
  }

  /// Batches were written that the journal does not know.
  public void onUnrecorded() {
    unrecorded = true;
  }

  /// A checkpoint speaks of everything in the file.
  public void onRecorded() {
    unrecorded = false;
  }
}
