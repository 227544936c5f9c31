package io.headrace.metadata;

import io.headrace.base.TopicId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Everything this node knows of the cluster at one metadata offset. Immutable.
public interface ClusterImage {

  /// The offset of the last metadata record in it, −1 at the very beginning.
  long offset();

  /// The cluster's id: 22 characters of URL-safe Base64.
  String clusterId();

  /// The broker that decides metadata changes now, −1 if none.
  int controllerId();

  @Nullable TopicImage topic(String name);

  @Nullable TopicImage topic(TopicId id);

  /// All topics, by name.
  Collection<TopicImage> topics();

  /// All registered brokers, by id.
  Collection<BrokerImage> brokers();

  @Nullable BrokerImage broker(int id);

  /// What was set for a resource (only what was set: no defaults).
  ConfigImage config(ConfigResource resource);

  /// All resources for which anything is set.
  Collection<ConfigResource> configuredResources();
}
