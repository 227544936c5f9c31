package io.headrace.broker.api.data;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ApiVersionsAnswer.Served;
import io.headrace.protocol.ErrorCode;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;

/// ApiVersions: the first question of every client (KIP-35, KIP-511, KIP-584).
///
/// A request in a version that is not known is answered before it comes here, in version 0.
public final class ApiVersionsHandler
    implements ApiHandler<ApiVersionsRequestData, ApiVersionsResponseData> {

  private static final short FIRST_VERSION_WITH_CLIENT_NAME = 3;

  private final Supplier<List<Served>> served;
  private final List<SupportedFeature> features;
  private final Supplier<ClusterImage> image;

  /// @param features what this node can do; a leader of the metadata quorum asks a node for it
  ///   before it makes it a voter (KIP-853)
  public ApiVersionsHandler(
      Supplier<List<Served>> served,
      List<SupportedFeature> features,
      Supplier<ClusterImage> image) {
    this.served = served;
    this.features = List.copyOf(features);
    this.image = image;
  }

  @Override
  public void handle(ApiCall<ApiVersionsRequestData, ApiVersionsResponseData> call) {
    var answer = new ApiVersionsResponseData();
    ApiVersionsRequestData request = call.request();
    if (call.version() >= FIRST_VERSION_WITH_CLIENT_NAME
        && !(isName(request.clientSoftwareName()) && isName(request.clientSoftwareVersion()))) {
      call.reply(answer.setErrorCode(ErrorCode.INVALID_REQUEST.code()));
      return;
    }
    for (Served api : served.get()) {
      answer
          .apiKeys()
          .add(
              new ApiVersion()
                  .setApiKey(api.apiKey().id())
                  .setMinVersion(api.lowestVersion())
                  .setMaxVersion(api.highestVersion()));
    }
    for (SupportedFeature feature : features) {
      answer
          .supportedFeatures()
          .add(
              new SupportedFeatureKey()
                  .setName(feature.name())
                  .setMinVersion((short) feature.minLevel())
                  .setMaxVersion((short) feature.maxLevel()));
    }
    ClusterImage now = image.get();
    answer.setFinalizedFeaturesEpoch(now.offset());
    for (var feature : now.features()) {
      short level = feature.value().shortValue();
      answer
          .finalizedFeatures()
          .add(
              new FinalizedFeatureKey()
                  .setName(feature.key())
                  .setMinVersionLevel(level)
                  .setMaxVersionLevel(level));
    }
    call.reply(answer);
  }

  /// Letters and digits, with dashes and dots between them (KIP-511).
  private static boolean isName(String name) {
    if (name.isEmpty() || !isAlphanumeric(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return isAlphanumeric(name.charAt(name.length() - 1));
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
