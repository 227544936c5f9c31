package io.headrace.controller.topic;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What topics are called in metrics, which write `.` as `_`: two of one name would be one there.
///
/// All topics are looked through once for a whole request, and only when it asks for a name that
/// has one of the two.
final class MetricsNames {
  private final ClusterImage image;
  private @Nullable Map<String, String> topics;

  MetricsNames(ClusterImage image) {
    this.image = image;
  }

  /// Another topic that has this one's name in metrics; null if there is none.
  @Nullable String other(String topic) {
    String other = isAmbiguous(topic) ? known().get(inMetrics(topic)) : null;
    return topic.equals(other) ? null : other;
  }

  /// A topic more.
  void add(String topic) {
    if (isAmbiguous(topic)) {
      known().put(inMetrics(topic), topic);
    }
  }

  private Map<String, String> known() {
    Map<String, String> known = topics;
    if (known == null) {
      known = new HashMap<>();
      for (TopicImage topic : image.topics()) {
        if (isAmbiguous(topic.name())) {
          known.put(inMetrics(topic.name()), topic.name());
        }
      }
      topics = known;
    }
    return known;
  }

  private static boolean isAmbiguous(String topic) {
    return topic.indexOf('.') >= 0 || topic.indexOf('_') >= 0;
  }

  private static String inMetrics(String topic) {
    return topic.replace('.', '_');
  }
}
