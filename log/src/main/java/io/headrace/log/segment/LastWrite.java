package io.headrace.log.segment;

/// The last write of a turn to a segment: where it lies and which offset it begins with. Who reads
/// at the tail asks for just that, again and again.
final class LastWrite {

  private long baseOffset = -1;
  private int position;

  /// −1 until it is written.
  private int endPosition = -1;

  /// The first batch of a turn is appended.
  // hot: GroupCommitBenchmark
  void begin(long baseOffset, int position) {
    this.baseOffset = baseOffset;
    this.position = position;
    this.endPosition = -1;
  }

  void end(int endPosition) {
    this.endPosition = endPosition;
  }

  int position() {
    return position;
  }

  /// Its size if it began with this offset and still is the last thing in the file, to which
  /// nothing was appended since; else 0.
  // hot: LogReadBenchmark
  int bytesFrom(long offset, int writtenBytes) {
    return offset == baseOffset && endPosition == writtenBytes ? writtenBytes - position : 0;
  }
}
