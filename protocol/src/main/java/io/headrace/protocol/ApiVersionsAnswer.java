package io.headrace.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;

/// The answer to an ApiVersions request that is newer than this broker (KIP-511): in version 0,
/// which every client reads, so that it learns what to ask instead. The request's body is not
/// looked at.
public final class ApiVersionsAnswer {

  private ApiVersionsAnswer() {}

  /// The whole answer.
  ///
  /// @param served the APIs and versions that the broker's table lists
  public static ByteBuffer unsupportedVersion(int correlationId, List<Served> served) {
    var versions = new ApiVersionCollection(served.size());
    for (Served api : served) {
      versions.add(
          new ApiVersion()
              .setApiKey(api.apiKey().id())
              .setMinVersion(api.lowestVersion())
              .setMaxVersion(api.highestVersion()));
    }
    var response =
        new ApiVersionsResponseData()
            .setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code())
            .setApiKeys(versions);
    return ResponseEncoder.encode(correlationId, 0, response, (short) 0);
  }

  /// One API and the versions of it that are served.
  public record Served(ApiKey apiKey, short lowestVersion, short highestVersion) {}
}
