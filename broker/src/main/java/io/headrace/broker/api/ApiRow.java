package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import org.apache.kafka.common.protocol.ApiMessage;

/// One row of the table of APIs: what is served, in which versions, by whom, and at what price.
///
/// @param lowestVersion the oldest version served
/// @param highestVersion the newest version served
/// @param memory what serving a request may take, guessed before it is decoded
public record ApiRow(
    ApiKey apiKey,
    short lowestVersion,
    short highestVersion,
    FrameHandler handler,
    MemoryEstimate memory) {

  /// How many bytes a request may take while it is served, by the bytes of its frame.
  @FunctionalInterface
  public interface MemoryEstimate {

    long bytesFor(int frameBytes);

    /// What of it is still needed when the handler has returned without an answer.
    default long parkedBytesFor(int frameBytes) {
      return bytesFor(frameBytes);
    }

    /// The frame itself and little more: what it holds is not copied.
    MemoryEstimate IN_PLACE = frameBytes -> frameBytes + 4_096L;

    /// Objects made of the frame, and an answer of about that size.
    MemoryEstimate OBJECTS = frameBytes -> 8L * frameBytes + 16_384;

    /// As [#OBJECTS]; what waits for an answer is kept as a group's member, for whom the groups
    /// have a budget of their own. So members that wait for each other keep nobody else out.
    MemoryEstimate OF_MEMBERS =
        new MemoryEstimate() {
          @Override
          public long bytesFor(int frameBytes) {
            return OBJECTS.bytesFor(frameBytes);
          }

          @Override
          public long parkedBytesFor(int frameBytes) {
            return 0;
          }
        };

    /// A small request whose answer names much of the cluster.
    MemoryEstimate CLUSTER_WIDE = frameBytes -> 8L * frameBytes + 1_048_576;
  }

  public ApiRow {
    if (lowestVersion > highestVersion
        || !apiKey.knowsVersion(lowestVersion)
        || !apiKey.knowsVersion(highestVersion)) {
      throw new IllegalArgumentException(
          "%s: versions %d to %d cannot be read".formatted(apiKey, lowestVersion, highestVersion));
    }
  }

  /// A row whose handler takes and gives Kafka's generated messages.
  public static <Q extends ApiMessage, A extends ApiMessage> ApiRow of(
      ApiKey apiKey,
      int lowestVersion,
      int highestVersion,
      ApiHandler<Q, A> handler,
      MemoryEstimate memory) {
    return new ApiRow(
        apiKey, (short) lowestVersion, (short) highestVersion, new MessageApi<>(handler), memory);
  }

  /// A row whose handler reads and writes bytes by itself.
  public static ApiRow ofFrames(
      ApiKey apiKey,
      int lowestVersion,
      int highestVersion,
      FrameHandler handler,
      MemoryEstimate memory) {
    return new ApiRow(apiKey, (short) lowestVersion, (short) highestVersion, handler, memory);
  }

  public boolean serves(short version) {
    return version >= lowestVersion && version <= highestVersion;
  }

  /// The oldest version that ApiVersions tells of. librdkafka before 2.6 looks for Produce 0 to see
  /// whether a broker can do anything at all (KAFKA-18659), so Kafka tells of it though it refuses
  /// it, and so do we.
  public short advertisedLowestVersion() {
    return apiKey == ApiKey.PRODUCE ? 0 : lowestVersion;
  }
}
