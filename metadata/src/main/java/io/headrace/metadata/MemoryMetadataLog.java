package io.headrace.metadata;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A metadata log of one node that leads from the start and forgets everything when it ends: for
/// tests of what stands on a metadata log. The real one is in the room `quorum`.
public final class MemoryMetadataLog implements MetadataLog {
  private static final int EPOCH = 1;

  private final int nodeId;
  private final Executor reactor;
  private @Nullable Listener listener;
  private long lastOffset = -1;

  /// @param reactor runs what is committed, in a later turn than its append
  public MemoryMetadataLog(int nodeId, Executor reactor) {
    this.nodeId = nodeId;
    this.reactor = reactor;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    reactor.execute(() -> newListener.onLeader(nodeId, EPOCH));
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    Listener listening = listener;
    if (epoch != EPOCH || listening == null) {
      throw new NotLeader("leads in epoch " + EPOCH + ", not in " + epoch);
    }
    lastOffset += records.size();
    long offset = lastOffset;
    reactor.execute(() -> listening.onCommitted(offset, records));
    return offset;
  }

  /// Nothing is kept that could be forgotten.
  @Override
  public void snapshot(long offset, Iterable<MetadataRecord> records) {}

  @Override
  public void resign() {
    Listener listening = listener;
    if (listening != null) {
      reactor.execute(() -> listening.onLeader(-1, EPOCH + 1));
    }
  }

  @Override
  public void close() {
    listener = null;
  }
}
