package io.headrace.quorum.files;

/// Where one batch of the log lies.
///
/// @param segment the file that it is in
record BatchPlace(
    long baseOffset, long lastOffset, int epoch, Segment segment, long position, int bytes) {}
