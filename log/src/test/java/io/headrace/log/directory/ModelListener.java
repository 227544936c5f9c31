package io.headrace.log.directory;

import io.headrace.log.LogListener;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Tells a model what the log promises.
record ModelListener(LogModel model, BooleanSupplier syncMayFail) implements LogListener {

  @Override
  public void onWritten(long writtenEnd) {}

  @Override
  public void onSynced(long syncedEnd) {
    model.isSynced(syncedEnd);
  }

  @Override
  public void onRejected(long validEnd, IOException cause) {
    model.isRejected(validEnd);
  }

  @Override
  public void onRejectedForGood() {
    model.isRejectedForGood();
  }

  @Override
  public void onOffline(IOException cause) {
    if (!syncMayFail.getAsBoolean()) {
      throw new AssertionError("offline", cause);
    }
  }

  @Override
  public long committedEnd() {
    return model.committedEnd;
  }

  @Override
  public void onStartMoved(long startOffset) {
    model.seeStart(startOffset);
  }
}
