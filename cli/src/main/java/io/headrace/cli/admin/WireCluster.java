package io.headrace.cli.admin;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.cluster.Topics;
import io.headrace.cli.kafka.KafkaCluster;
import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers;
import org.jspecify.annotations.Nullable;

/// A cluster behind a connection of our own.
public final class WireCluster implements Cluster {

  private final Brokers brokers;
  private final Asker asker;
  private final Target target;
  private @Nullable KafkaCluster client;

  private WireCluster(Brokers brokers, Asker asker, Target target) {
    this.brokers = brokers;
    this.asker = asker;
    this.target = target;
  }

  /// @throws Failure if nobody listens there
  public static WireCluster connect(Target target) {
    Brokers brokers = Brokers.connect(target);
    return new WireCluster(brokers, new Asker(brokers, target.bootstrap()), target);
  }

  @Override
  public Nodes nodes() {
    return new WireNodes(asker);
  }

  @Override
  public Topics topics() {
    return new WireTopics(asker);
  }

  @Override
  public Groups groups() {
    return new WireGroups(asker);
  }

  @Override
  public Configs configs() {
    return new WireConfigs(asker);
  }

  /// By the Kafka client: rare commands may cost a little more.
  @Override
  public Operations operations() {
    KafkaCluster open = client;
    if (open == null) {
      open = new KafkaCluster(target);
      client = open;
    }
    return open.operations();
  }

  @Override
  public void close() {
    brokers.close();
    if (client != null) {
      client.close();
    }
  }
}
