package io.headrace.cli.segment;

/// Shows the parts of a file, one way or another.
interface PartView extends AutoCloseable {

  void show(SegmentPart part);

  /// Damage that only this view could see, beyond what the parts themselves tell.
  default int damagedCount() {
    return 0;
  }

  @Override
  void close();
}
