package io.headrace.simulator.scale;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.codec.MetadataCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A metadata log of one node that leads whenever it is told to, and counts what it is given.
final class CountingLog implements MetadataLog {
  static final int EPOCH = 1;

  private final Executor reactor;
  private @Nullable Listener listener;
  private long lastOffset = -1;

  /// Since the last call of [#forget].
  private final List<List<MetadataRecord>> batches = new ArrayList<>();

  private long bytes;
  private int snapshots;

  CountingLog(Executor reactor) {
    this.reactor = reactor;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
  }

  /// Goes on behind what a snapshot stands for.
  void startAfter(long offset) {
    lastOffset = offset;
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    Listener listening = listener;
    if (listening == null) {
      throw new NotLeader("not started");
    }
    lastOffset += records.size();
    long offset = lastOffset;
    batches.add(List.copyOf(records));
    bytes += bytesOf(records);
    reactor.execute(() -> listening.onCommitted(offset, records));
    return offset;
  }

  static long bytesOf(Iterable<MetadataRecord> records) {
    long sum = 0;
    for (MetadataRecord record : records) {
      sum += MetadataCodec.encode(record).length;
    }
    return sum;
  }

  @Override
  public void snapshot(long offset, Iterable<MetadataRecord> records) {
    snapshots++;
  }

  @Override
  public void resign() {}

  @Override
  public void close() {}

  void forget() {
    batches.clear();
    bytes = 0;
    snapshots = 0;
  }

  List<List<MetadataRecord>> batches() {
    return batches;
  }

  int records() {
    return batches.stream().mapToInt(List::size).sum();
  }

  long bytes() {
    return bytes;
  }

  int snapshots() {
    return snapshots;
  }
}
