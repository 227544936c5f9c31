package io.headrace.compatibility;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for a [Broker] the same one, which lives as long as the test run.
///
/// `-Dheadrace.compatibility.bootstrap=HOST:PORT` names another broker that runs already, such as
/// Apache Kafka with the same settings: so it is seen that a test expects what Kafka does.
final class SharedNode implements ParameterResolver {

  private static final String[] SETTINGS = {
    "group.initial.rebalance.delay.ms=100",
    "group.min.session.timeout.ms=1000",
    // What a node does every few minutes happens in the midst of every test, not in one by chance.
    "log.retention.check.interval.ms=200",
    "offsets.retention.check.interval.ms=200"
  };

  private static final Namespace NAMESPACE = Namespace.create(SharedNode.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Broker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
        .broker();
  }

  /// JUnit closes this when the last test has run.
  private record Running(Broker broker, Optional<Path> directory) implements AutoCloseable {

    static Running start() {
      String other = System.getProperty("headrace.compatibility.bootstrap");
      if (other != null) {
        return new Running(new OtherBroker(other), Optional.empty());
      }
      Path directory = Directories.makeTemporary("headrace-compatibility");
      return new Running(NodeProcess.start(directory, SETTINGS), Optional.of(directory));
    }

    @Override
    public void close() {
      if (broker instanceof NodeProcess node) {
        int exitCode = node.stop();
        System.out.println("the node said:\n" + node.output());
        if (exitCode != 0 && exitCode != 143) {
          throw new IllegalStateException("the node stopped with " + exitCode);
        }
      }
      directory.ifPresent(Directories::delete);
    }
  }

  private record OtherBroker(String bootstrap) implements Broker {
    @Override
    public Optional<Path> dataDirectory() {
      return Optional.empty();
    }
  }
}
