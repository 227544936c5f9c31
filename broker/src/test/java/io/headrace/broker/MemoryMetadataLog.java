package io.headrace.broker;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.runtime.Reactor;
import java.util.List;

/// A metadata log of one node that forgets all when it ends.
final class MemoryMetadataLog implements MetadataLog {

  private static final int EPOCH = 1;

  private final Reactor reactor;
  private final int nodeId;
  private Listener listener;
  private long lastOffset = -1;

  MemoryMetadataLog(Reactor reactor, int nodeId) {
    this.reactor = reactor;
    this.nodeId = nodeId;
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    reactor.execute(() -> listener.onLeader(nodeId, EPOCH));
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    lastOffset += records.size();
    long offset = lastOffset;
    reactor.execute(() -> listener.onCommitted(offset, records));
    return offset;
  }

  @Override
  public void snapshot(long lastOffset, List<MetadataRecord> records) {}

  @Override
  public void resign() {}

  @Override
  public void close() {}
}
