package io.headrace.cli.cluster;

/// Makes connections, each kind by itself: a command opens only what it needs.
public interface Connector {

  /// @throws io.headrace.cli.line.Failure if nobody listens there
  Cluster cluster(Target target);

  /// @throws io.headrace.cli.line.Failure if nobody listens there, or the topic does not exist
  Sink sink(Target target, Sink.Settings settings);

  /// @throws io.headrace.cli.line.Failure if nobody listens there, or the topic does not exist
  Source source(Target target, Source.Settings settings);
}
