package io.headrace.broker;

/// How much the requests that are being served may take together. A request beyond it is refused by
/// closing its connection: it is the sender's to come again with less.
///
/// Runs on: the reactor.
final class RequestMemory {

  private final long limitBytes;
  private long reservedBytes;

  RequestMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  boolean reserve(long bytes) {
    if (bytes > left()) {
      return false;
    }
    reservedBytes += bytes;
    return true;
  }

  void release(long bytes) {
    reservedBytes -= bytes;
  }

  long left() {
    return limitBytes - reservedBytes;
  }
}
