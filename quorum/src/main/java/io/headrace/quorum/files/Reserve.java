package io.headrace.quorum.files;

/// How much room is kept back for the metadata log, so that what is decided can be written although
/// the disk is full.
///
/// @param bytes as long as there are fewer, the log is short of room
/// @param stepBytes how much more is taken at once, so that not every append takes some
public record Reserve(int bytes, int stepBytes) {
  public static final Reserve DEFAULT = new Reserve(4 << 20, 256 << 10);

  int fullBytes() {
    return bytes + stepBytes;
  }
}
