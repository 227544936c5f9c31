package io.headrace.log.directory;

import io.headrace.log.Stillness;
import io.headrace.runtime.SyncLane;

/// Whether one log is left alone by retention and compaction.
final class KeptStill implements Stillness {

  private final SegmentedLog log;
  private final LogServices services;
  private boolean kept;

  KeptStill(SegmentedLog log, LogServices services) {
    this.log = log;
    this.services = services;
  }

  boolean isKept() {
    return kept;
  }

  @Override
  public void keep() {
    kept = true;
  }

  @Override
  public void end() {
    kept = false;
  }

  @Override
  public boolean mayBeCompacted() {
    return log.config().compact() || log.cleanedOffset() > 0;
  }

  @Override
  public void settle(SyncLane.Completion done) {
    log.write();
    services.commits().afterCommits(done);
  }

  @Override
  public void flush(Runnable done) {
    services.checkpointer().afterNext(done);
    services.checkpointer().begin();
  }
}
