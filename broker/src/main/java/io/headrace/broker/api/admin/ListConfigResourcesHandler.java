package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData;
import org.apache.kafka.common.message.ListConfigResourcesResponseData.ConfigResource;

/// ListConfigResources (KIP-1142): whatever has configs. Topics and brokers always have; groups and
/// client metrics where some were set.
public final class ListConfigResourcesHandler
    implements ApiHandler<ListConfigResourcesRequestData, ListConfigResourcesResponseData> {
  private static final List<Type> ALL =
      List.of(Type.GROUP, Type.CLIENT_METRICS, Type.BROKER_LOGGER, Type.BROKER, Type.TOPIC);

  private final Images images;

  public ListConfigResourcesHandler(Images images) {
    this.images = images;
  }

  @Override
  public void handle(
      ApiCall<ListConfigResourcesRequestData, ListConfigResourcesResponseData> call) {
    var answer = new ListConfigResourcesResponseData();
    List<Type> types = types(call);
    if (types.isEmpty()) {
      call.reply(answer.setErrorCode(ErrorCode.UNSUPPORTED_VERSION.code()));
      return;
    }
    ClusterImage image = images.current();
    for (Type type : types) {
      for (String name : namesOf(image, type)) {
        answer
            .configResources()
            .add(new ConfigResource().setResourceName(name).setResourceType((byte) type.id()));
      }
    }
    call.reply(answer);
  }

  /// Empty if a type is asked for that cannot be listed. Version 0 knows client metrics only.
  private static List<Type> types(
      ApiCall<ListConfigResourcesRequestData, ListConfigResourcesResponseData> call) {
    if (call.version() == 0) {
      return List.of(Type.CLIENT_METRICS);
    }
    List<Byte> asked = call.request().resourceTypes();
    if (asked.isEmpty()) {
      return ALL;
    }
    var types = new ArrayList<Type>();
    for (byte id : asked) {
      Type type = ConfigResources.typeOf(id);
      if (type == null) {
        return List.of();
      }
      types.add(type);
    }
    return types.stream().distinct().toList();
  }

  private static List<String> namesOf(ClusterImage image, Type type) {
    return switch (type) {
      case TOPIC -> image.topics().stream().map(TopicImage::name).toList();
      case BROKER, BROKER_LOGGER ->
          image.brokers().stream().map(BrokerImage::id).map(String::valueOf).toList();
      case GROUP, CLIENT_METRICS ->
          image.configuredResources().stream()
              .filter(resource -> resource.type() == type)
              .map(io.headrace.metadata.ConfigResource::name)
              .toList();
    };
  }
}
