package io.headrace.microbench.stage;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.runtime.Reactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metadata log of one node that decides at once and keeps nothing.
final class ForgetfulMetadata implements MetadataLog {

  private static final int EPOCH = 1;

  private final Reactor reactor;
  private final int nodeId;
  private @Nullable Listener listener;
  private long lastOffset = -1;

  ForgetfulMetadata(Reactor reactor, int nodeId) {
    this.reactor = reactor;
    this.nodeId = nodeId;
  }

  @Override
  public void start(Listener starting) {
    listener = starting;
    reactor.execute(() -> starting.onLeader(nodeId, EPOCH));
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    lastOffset += records.size();
    long offset = lastOffset;
    Listener told = listener;
    if (told == null) {
      throw new IllegalStateException("not started");
    }
    reactor.execute(() -> told.onCommitted(offset, records));
    return offset;
  }

  @Override
  public void snapshot(long lastOffset, List<MetadataRecord> records) {}

  @Override
  public void resign() {}

  @Override
  public void close() {}
}
