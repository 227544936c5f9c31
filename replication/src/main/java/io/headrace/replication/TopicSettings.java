package io.headrace.replication;

import io.headrace.log.LogConfig;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.replication.leader.TopicRules;

/// Works out what a topic's settings are: what was set for it, else what was set for the broker,
/// else the defaults.
public interface TopicSettings {

  LogConfig logConfig(ClusterImage image, TopicImage topic);

  TopicRules rules(ClusterImage image, TopicImage topic);
}
