package io.headrace.log;

import java.nio.ByteBuffer;
import java.util.List;

/// What of a log is lost, and the way back for what another replica still has of it.
///
/// Runs on: the reactor.
public interface LostRecords {

  /// Of a log that loses nothing.
  LostRecords NONE =
      new LostRecords() {
        @Override
        public List<LostRange> ranges() {
          return List.of();
        }

        @Override
        public void restore(LostRange lost, ByteBuffer batches, Restored done) {
          done.onDone(Restoring.UNFIT);
        }
      };

  /// What is known to be lost and not deleted since, in order.
  List<LostRange> ranges();

  /// Puts what another replica has of a lost range back in its place, from the front: all of it, or
  /// as many batches as there are. [#ranges] then tells what is still missing.
  ///
  /// A batch is taken for the lost one if it has the same offsets and epoch (two logs that agree in
  /// both agree in the batch, and in all before it), and if all of them together take the room that
  /// was theirs. `done` hears once, perhaps within this call; never if the log is closed meanwhile.
  ///
  /// @param batches read at the beginning of the range, perhaps with more behind it; unchanged
  ///   until this call returns
  void restore(LostRange lost, ByteBuffer batches, Restored done);

  /// Hears how it ended.
  @FunctionalInterface
  interface Restored {
    void onDone(Restoring outcome);
  }

  /// How it ended.
  enum Restoring {
    /// They can be read again, and are on stable storage.
    DONE,
    /// They are not those that were lost, or nothing is lost there any more.
    UNFIT,
    /// The disk did not take them.
    FAILED
  }
}
