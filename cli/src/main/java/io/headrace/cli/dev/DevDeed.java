package io.headrace.cli.dev;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/// Does something to one node of a throw-away cluster, and shows how all are then.
public enum DevDeed implements Verb {
  KILL("End a node at once, as a crash does (kill -9)") {
    @Override
    void doTo(DevNode node, Session session) {
      node.kill();
    }
  },
  RESTART("Start a node again; one that runs is stopped first") {
    @Override
    void doTo(DevNode node, Session session) throws IOException {
      node.stop();
      node.start();
      DevStart.awaitReady(session, List.of(node));
    }
  },
  PAUSE("Let a node stand still, as a machine that hangs") {
    @Override
    void doTo(DevNode node, Session session) {
      node.signal("STOP");
    }
  },
  RESUME("Let a node that was paused go on") {
    @Override
    void doTo(DevNode node, Session session) {
      node.signal("CONT");
    }
  };

  private final String summary;

  DevDeed(String summary) {
    this.summary = summary;
  }

  abstract void doTo(DevNode node, Session session) throws IOException;

  @Override
  public Syntax syntax() {
    String verb = name().toLowerCase(Locale.ROOT);
    return Syntax.of("dev " + verb, summary)
        .operand("NODE", "its number, from 1", Arity.ONE)
        .options(DevStart.DIRECTORY, DevStart.PATIENCE)
        .example("headrace dev " + verb + " 2");
  }

  @Override
  public void run(Session session) {
    DevCluster cluster = DevStart.clusterOf(session);
    try {
      doTo(cluster.existing(session.arguments().word(0)), session);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var listing = new Listing("node", "state");
    for (DevNode node : cluster.nodes()) {
      listing.add(node.id(), node.state().name().toLowerCase(Locale.ROOT));
    }
    session.output().show(listing);
  }
}
