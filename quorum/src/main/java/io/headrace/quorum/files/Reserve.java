package io.headrace.quorum.files;

/// How much room is kept back for the metadata log, so that what is decided can be written although
/// the disk is full.
///
/// By default a megabyte: some thousand deletions, and the largest change can be three quarters of
/// it, about as many topics as Apache Kafka makes in one request. Each start reads all of it.
///
/// @param bytes as long as there are fewer, the log is short of room
/// @param stepBytes how much more is taken at once, so that not every append takes some
/// @param roomyBytes with less on the disk, nothing is taken that is not needed at once: the last
///   room is left to the logs beside this one, which keep back 4 MiB to delete with
public record Reserve(int bytes, int stepBytes, long roomyBytes) {
  public static final Reserve DEFAULT = new Reserve(1 << 20, 128 << 10, 10 << 20);

  int fullBytes() {
    return bytes + stepBytes;
  }
}
