package io.headrace.network;

/// How much a client may ask of the network. Every limit has a default; see promise 6.
///
/// @param maxRequestBytes the largest frame (`socket.request.max.bytes`)
/// @param maxUnreadBytes of all connections together, what may be held of requests that are not
///   complete (`queued.max.request.bytes`); raised to twice `maxRequestBytes`, without which the
///   largest request could never grow, but never more than a quarter of the memory outside the heap
/// @param maxConnections of all listeners together (`max.connections`)
/// @param maxConnectionsPerAddress from one address (`max.connections.per.ip`)
/// @param maxRequestsInFlight of one connection: requests that have come and whose answers have not
///   left; beyond it the connection is not read
/// @param firstRequestTimeoutMs from connecting to the end of the first request
/// @param requestTimeoutMs from the first to the last byte of a later request
/// @param maxIdleMs after which a silent connection is closed (`connections.max.idle.ms`)
public record NetworkLimits(
    int maxRequestBytes,
    long maxUnreadBytes,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxRequestsInFlight,
    long firstRequestTimeoutMs,
    long requestTimeoutMs,
    long maxIdleMs) {

  public static final NetworkLimits DEFAULTS =
      new NetworkLimits(
          100 << 20, 256L << 20, 16_384, Integer.MAX_VALUE, 512, 10_000, 30_000, 600_000);

  public NetworkLimits {
    if (maxRequestBytes < 1 || maxConnections < 1 || maxRequestsInFlight < 1) {
      throw new IllegalArgumentException("a limit below one lets nobody in");
    }
    maxUnreadBytes = Math.max(maxUnreadBytes, 2L * maxRequestBytes);
  }

  public NetworkLimits withMaxRequestBytes(int bytes) {
    return new NetworkLimits(
        bytes,
        maxUnreadBytes,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequestsInFlight,
        firstRequestTimeoutMs,
        requestTimeoutMs,
        maxIdleMs);
  }

  public NetworkLimits withMaxUnreadBytes(long bytes) {
    return new NetworkLimits(
        maxRequestBytes,
        bytes,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequestsInFlight,
        firstRequestTimeoutMs,
        requestTimeoutMs,
        maxIdleMs);
  }

  public NetworkLimits withMaxConnections(int total, int perAddress) {
    return new NetworkLimits(
        maxRequestBytes,
        maxUnreadBytes,
        total,
        perAddress,
        maxRequestsInFlight,
        firstRequestTimeoutMs,
        requestTimeoutMs,
        maxIdleMs);
  }

  public NetworkLimits withMaxRequestsInFlight(int requests) {
    return new NetworkLimits(
        maxRequestBytes,
        maxUnreadBytes,
        maxConnections,
        maxConnectionsPerAddress,
        requests,
        firstRequestTimeoutMs,
        requestTimeoutMs,
        maxIdleMs);
  }

  public NetworkLimits withTimeouts(long firstRequestMs, long requestMs) {
    return new NetworkLimits(
        maxRequestBytes,
        maxUnreadBytes,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequestsInFlight,
        firstRequestMs,
        requestMs,
        maxIdleMs);
  }

  public NetworkLimits withMaxIdleMs(long idleMs) {
    return new NetworkLimits(
        maxRequestBytes,
        maxUnreadBytes,
        maxConnections,
        maxConnectionsPerAddress,
        maxRequestsInFlight,
        firstRequestTimeoutMs,
        requestTimeoutMs,
        idleMs);
  }
}
