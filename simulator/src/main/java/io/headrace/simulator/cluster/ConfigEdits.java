package io.headrace.simulator.cluster;

import io.headrace.metadata.ConfigResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/// Sets configs, asking whichever node again until it is done.
final class ConfigEdits {
  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;

  private final ClusterClient client;

  ConfigEdits(ClusterClient client) {
    this.client = client;
  }

  /// Sets one; `then` hears once that is done.
  void set(ConfigResource.Type type, String name, String key, String value, Runnable then) {
    var resource =
        new AlterConfigsResource()
            .setResourceType(type == ConfigResource.Type.TOPIC ? TOPIC : BROKER)
            .setResourceName(name);
    resource
        .configs()
        .add(new AlterableConfig().setName(key).setValue(value).setConfigOperation((byte) 0));
    var request = new IncrementalAlterConfigsRequestData();
    request.resources().add(resource);
    client
        .anywhere()
        .ask(
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            1,
            request,
            IncrementalAlterConfigsResponseData.class,
            answer -> {
              if (answer == null || answer.responses().getFirst().errorCode() != 0) {
                client.soon(() -> set(type, name, key, value, then));
              } else {
                then.run();
              }
            });
  }
}
