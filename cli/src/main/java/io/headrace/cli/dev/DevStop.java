package io.headrace.cli.dev;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Syntax;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Ends a throw-away cluster and deletes what it had.
public final class DevStop implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("dev stop", "End the throw-away cluster and delete its data")
        .options(DevStart.DIRECTORY)
        .example("headrace dev stop");
  }

  @Override
  public void run(Session session) {
    DevCluster cluster = DevStart.clusterOf(session);
    if (cluster.nodes().isEmpty()) {
      session.output().note("there is no cluster in " + cluster.directory());
      return;
    }
    try {
      cluster.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.output().note("stopped, and " + cluster.directory() + " deleted");
  }
}
