package io.headrace.broker.api.admin;

import io.headrace.controller.topic.NewTopic;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigImage;
import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.ConfigSource;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.metadata.config.EffectiveValue;
import io.headrace.metadata.config.TopicConfigKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicConfigs;

/// Writes what is in effect for a topic just made into the answer to CreateTopics.
record TopicConfigsOfAnswer(EffectiveConfigs configs, ClusterImage image) {

  List<CreatableTopicConfigs> of(NewTopic topic) {
    var set = new TreeMap<String, String>();
    topic
        .configs()
        .forEach((key, value) -> {
          if (value != null) {
            set.put(key, value);
          }
        });
    var own = new ConfigImage(set);
    var told = new ArrayList<CreatableTopicConfigs>();
    for (ConfigKey key : TopicConfigKeys.KEYS.all()) {
      if (key.visible() || own.get(key.name()) != null) {
        EffectiveValue value = configs.of(image, own, ConfigSource.TOPIC, key);
        told.add(
            new CreatableTopicConfigs()
                .setName(key.name())
                .setValue(value.value())
                .setConfigSource((byte) value.source().id()));
      }
    }
    return told;
  }
}
