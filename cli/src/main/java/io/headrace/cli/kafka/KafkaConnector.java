package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Connector;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.wire.Reach;

/// Connects by the Kafka client.
public final class KafkaConnector implements Connector {

  @Override
  public Cluster cluster(Target target) {
    Reach.connect(target).close();
    return new KafkaCluster(target);
  }

  @Override
  public Sink sink(Target target, Sink.Settings settings) {
    Reach.connect(target).close();
    return KafkaSink.open(target, settings);
  }

  @Override
  public Source source(Target target, Source.Settings settings) {
    Reach.connect(target).close();
    return KafkaSource.open(target, settings);
  }
}
