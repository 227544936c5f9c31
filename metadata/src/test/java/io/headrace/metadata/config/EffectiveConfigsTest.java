package io.headrace.metadata.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.config.EffectiveValue.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EffectiveConfigsTest {

  private static final ConfigKey RETENTION = TopicConfigKeys.KEYS.require("retention.ms");

  @Test
  void hoursOfTheBrokersFileAreMillisecondsOfTheTopic() {
    var configs = new EffectiveConfigs(1, Map.of("log.retention.hours", "2"));

    EffectiveValue value = configs.ofTopic(ClusterImage.EMPTY, "orders", RETENTION);

    assertThat(value.value()).isEqualTo("7200000");
    assertThat(value.source()).isEqualTo(ConfigSource.STATIC_BROKER);
    assertThat(value.origins())
        .containsExactly(
            new Origin("log.retention.hours", "2", ConfigSource.STATIC_BROKER),
            new Origin("log.retention.hours", "168", ConfigSource.DEFAULT));
  }

  @Test
  void forEverInHoursIsForEver() {
    var configs = new EffectiveConfigs(1, Map.of("log.retention.hours", "-1"));

    assertThat(configs.longValue(ClusterImage.EMPTY, "orders", "retention.ms")).isEqualTo(-1);
  }

  @Test
  void theNearestSettingWins() {
    var configs = new EffectiveConfigs(1, Map.of("log.retention.minutes", "1"));
    ClusterImage image = ClusterImage.EMPTY;
    assertThat(value(configs, image)).isEqualTo("60000");

    image = with(image, new ConfigResource(Type.BROKER, ""), "log.retention.ms", "4");
    assertThat(value(configs, image)).isEqualTo("4");

    image = with(image, new ConfigResource(Type.BROKER, "1"), "log.retention.ms", "3");
    assertThat(value(configs, image)).isEqualTo("3");
    assertThat(value(new EffectiveConfigs(2, Map.of()), image)).isEqualTo("4");

    image = with(image, new ConfigResource(Type.TOPIC, "orders"), "retention.ms", "2");
    assertThat(value(configs, image)).isEqualTo("2");
    assertThat(configs.ofTopic(image, "orders", RETENTION).origins())
        .extracting(Origin::value)
        .containsExactly("2", "3", "4", "1", "168");
  }

  @Test
  void everyDefaultOfKafkaIsHereUnderItsName() {
    assertThat(TopicConfigKeys.KEYS.all()).hasSize(36);
    assertThat(value(new EffectiveConfigs(1, Map.of()), ClusterImage.EMPTY)).isEqualTo("604800000");
  }

  private static String value(EffectiveConfigs configs, ClusterImage image) {
    return configs.value(image, "orders", "retention.ms");
  }

  private static ClusterImage with(
      ClusterImage image, ConfigResource resource, String key, String value) {
    return ImageBuilder.replay(
        image, image.offset() + 1, List.of(new MetadataRecord.ConfigChanged(resource, key, value)));
  }
}
