package io.headrace.compatibility;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives every test that asks for [ThreeNodes] the same three, which live as long as the test run.
///
/// A test of them stops no node and changes no setting of brokers; it makes topics and groups of
/// its own.
final class SharedCluster implements ParameterResolver, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ThreeNodes.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context).cluster();
  }

  /// Whoever stopped a node is told so, and not the test that comes next.
  @Override
  public void afterEach(ExtensionContext context) {
    for (NodeProcess node : running(context).cluster().nodes()) {
      if (!node.isAlive()) {
        throw new IllegalStateException("a node of the shared cluster ended:\n" + node.output());
      }
    }
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }

  /// JUnit closes this when the last test has run.
  private record Running(ThreeNodes cluster, Path directory) implements AutoCloseable {

    static Running start() {
      Path directory = Directories.makeTemporary("headrace-cluster");
      return new Running(ThreeNodes.start(directory), directory);
    }

    @Override
    public void close() {
      cluster.close();
      Directories.delete(directory);
    }
  }
}
