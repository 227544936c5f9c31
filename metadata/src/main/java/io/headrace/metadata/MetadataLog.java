package io.headrace.metadata;

import java.util.List;

/// The port of the replicated log that metadata is kept in. Consensus is the matter of who
/// implements it (the room `quorum`).
///
/// All calls, in and out, are on the reactor.
public interface MetadataLog {

  /// Starts following the log; everything that is in it comes to `listener` first.
  void start(Listener listener);

  /// Adds records as one atomic batch. They come back to the listener when a majority has them on
  /// stable storage, always in a later turn; if leadership is lost meanwhile they may or may not.
  ///
  /// @return the offset of the last of them
  /// @throws NotLeader if this node does not lead in `epoch`
  /// @throws BatchTooLarge if they take more bytes than one batch can have
  /// @throws TooMuchUnderWay if too much waits to be written already
  /// @throws NoRoom if the disk is full and the change can wait
  long append(int epoch, List<MetadataRecord> records);

  /// Lets the log forget everything up to `lastOffset`, which these records stand for. A log
  /// without room for a snapshot forgets nothing.
  ///
  /// @param lastOffset of the last records that the listener has heard of
  /// @param records are gone through later, piece by piece, by another thread
  void snapshot(long lastOffset, Iterable<MetadataRecord> records);

  /// Gives up leadership before a planned stop.
  void resign();

  void close();

  /// Hears what is decided.
  interface Listener {

    /// These records are decided, in this order, for ever.
    void onCommitted(long lastOffset, List<MetadataRecord> records);

    /// Forget all and begin again with this state (a snapshot), which stands for everything up to
    /// `lastOffset`.
    void onSnapshot(long lastOffset, List<MetadataRecord> records);

    /// Who leads changed. A node that leads has seen everything that was decided before.
    ///
    /// @param leaderId −1 if nobody is known to lead
    void onLeader(int leaderId, int epoch);

    /// Told to a node that leads: the process of another node is not there, because its address
    /// refuses connections. Again and again while that is so.
    default void onNodeGone(int nodeId) {}

    /// The last snapshot has rotted: a new one is wanted now.
    default void onSnapshotWanted() {}

    /// Everything that was decided when this node first heard of a leader has been told. Once; a
    /// node that leads has caught up without this being called.
    default void onCaughtUp() {}
  }

  /// This node does not lead the log (any more).
  final class NotLeader extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotLeader(String message) {
      super(message, null, false, false);
    }
  }

  /// More than one batch of the log can hold.
  final class BatchTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchTooLarge(String message) {
      super(message, null, false, false);
    }
  }

  /// More was asked for than can be written at once; soon there may be room for it.
  final class TooMuchUnderWay extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooMuchUnderWay(String message) {
      super(message, null, false, false);
    }
  }

  /// The disk of the log is full. What makes room, and what a node needs to go on, is taken still.
  final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoRoom(String message) {
      super(message, null, false, false);
    }
  }
}
