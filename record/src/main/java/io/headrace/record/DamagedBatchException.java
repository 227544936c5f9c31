package io.headrace.record;

import java.io.IOException;

/// A stored batch whose records cannot be read: rot on the disk, or a batch that was never checked.
///
/// What arrives from clients is judged by [BatchCheck], which answers with values; this is for
/// readers of what should have been sound.
public final class DamagedBatchException extends IOException {

  private final BatchDefect defect;

  public DamagedBatchException(BatchDefect defect, String where) {
    super(defect.reason() + ": " + where);
    this.defect = defect;
  }

  public BatchDefect defect() {
    return defect;
  }
}
