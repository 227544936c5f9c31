package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.cluster.Nodes;
import io.headrace.cli.cluster.Operations;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.cluster.Topics;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/// A cluster behind an admin client.
public final class KafkaCluster implements Cluster {

  private final Admin admin;
  private final Calls calls;

  public KafkaCluster(Target target) {
    this.admin = Admin.create(ClientSettings.of(target));
    this.calls = new Calls(target.bootstrap());
  }

  @Override
  public Nodes nodes() {
    return new KafkaNodes(admin, calls, operations());
  }

  @Override
  public Topics topics() {
    return new KafkaTopics(admin, calls);
  }

  @Override
  public Groups groups() {
    return new KafkaGroups(admin, calls);
  }

  @Override
  public Configs configs() {
    return new KafkaConfigs(admin, calls);
  }

  @Override
  public Operations operations() {
    return new KafkaOperations(admin, calls);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
