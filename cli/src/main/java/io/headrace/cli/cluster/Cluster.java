package io.headrace.cli.cluster;

/// A cluster that commands talk to. Opened on first use, closed at the end of the command.
public interface Cluster extends AutoCloseable {

  /// Who is there.
  Nodes nodes();

  Topics topics();

  Groups groups();

  Configs configs();

  /// What operators do.
  Operations operations();

  @Override
  void close();
}
