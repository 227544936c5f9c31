package io.headrace.cli;

import io.headrace.cli.admin.WireCluster;
import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Connector;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.fetch.WireSource;
import io.headrace.cli.kafka.KafkaConnector;
import io.headrace.cli.produce.WireSink;

/// Speaks to a cluster by itself where it can, which costs a command half of what the Kafka client
/// does; through that client where its settings were given, for TLS and passwords, and where it
/// becomes the member of a group.
final class ClusterConnector implements Connector {

  private final Connector client = new KafkaConnector();

  @Override
  public Cluster cluster(Target target) {
    return target.clientProperties().isPresent()
        ? client.cluster(target)
        : WireCluster.connect(target);
  }

  @Override
  public Sink sink(Target target, Sink.Settings settings) {
    return target.clientProperties().isPresent()
        ? client.sink(target, settings)
        : WireSink.open(target, settings);
  }

  @Override
  public Source source(Target target, Source.Settings settings) {
    return target.clientProperties().isPresent() || settings.group().isPresent()
        ? client.source(target, settings)
        : WireSource.open(target, settings);
  }
}
