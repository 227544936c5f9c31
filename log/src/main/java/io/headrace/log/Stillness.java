package io.headrace.log;

import io.headrace.runtime.SyncLane;

/// How a log keeps still while it is copied to another directory: what compaction takes away
/// meanwhile, and with it the tombstones that explain what was copied before, would be missing in
/// the copy.
///
/// Runs on: the reactor.
public interface Stillness {

  /// From now on retention and compaction leave the log alone; what they have begun with may still
  /// come until [#settle].
  void keep();

  /// They may go on.
  void end();

  /// Whether compaction may ever have taken records out of it.
  boolean mayBeCompacted();

  /// Tells `done` when nothing of the log is on its way to the disk any more: what was appended
  /// until now is synced, and its start lies where it was asked to be. Not while its end is cut
  /// off.
  void settle(SyncLane.Completion done);

  /// Runs `done` when everything written until now is on stable storage, also of a log that does
  /// not wait for that (`headrace.durability=memory`). Never if the directory leaves service.
  void flush(Runnable done);
}
