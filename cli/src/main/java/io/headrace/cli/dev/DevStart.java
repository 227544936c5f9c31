package io.headrace.cli.dev;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Numbers;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Starts a throw-away cluster.
public final class DevStart implements Verb {

  private static final int MAX_NODES = 9;
  private static final int ANY_PORT = 0;

  static final Option<String> DIRECTORY =
      Option.text("--dir", "DIR", "where the cluster is (default: one place for each user)");

  private static final Option<Integer> NODES =
      Option.number("--nodes", "N", "how many nodes, up to 9").orElse("3");
  private static final Option<Integer> PORT =
      Option.of("--port", "PORT", "of the first node; 0 for free ones", Integer::parseInt)
          .orElse("9092");
  static final Option<Duration> PATIENCE =
      Option.of("--patience", "TIME", "how long a start may take", Numbers::parseDuration)
          .orElse("60s");

  @Override
  public Syntax syntax() {
    return Syntax.of("dev", "Start a throw-away cluster on this machine")
        .options(NODES, PORT, DIRECTORY, PATIENCE)
        .note(
            """
            Each node is a process of its own with both roles; topics have three replicas, and two
            must be in sync. Nodes run on when the command has ended, until headrace dev stop,
            which deletes all they had.\
            """)
        .example("headrace dev --nodes 3")
        .example("headrace dev kill 2");
  }

  @Override
  public void run(Session session) {
    int count = session.arguments().get(NODES);
    if (count < 1 || count > MAX_NODES) {
      throw Failure.usage(
          count + " nodes are too many or too few",
          "a cluster for trying things out has 1 to " + MAX_NODES,
          "headrace dev --nodes 3");
    }
    DevCluster cluster = clusterOf(session);
    if (!cluster.nodes().isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          "there is a cluster already",
          "it is in " + cluster.directory(),
          "headrace dev stop, or --dir for a second one");
    }
    try {
      start(session, cluster, places(count, session.arguments().get(PORT)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DevCluster clusterOf(Session session) {
    return new DevCluster(
        session.arguments().find(DIRECTORY).map(Path::of).orElseGet(DevCluster::defaultDirectory));
  }

  /// The ports of a node.
  private record Place(int id, int clients, int controllers) {}

  private static List<Place> places(int count, int port) throws IOException {
    var places = new ArrayList<Place>();
    var held = new ArrayList<ServerSocket>();
    try {
      for (int id = 1; id <= count; id++) {
        if (port != ANY_PORT) {
          places.add(new Place(id, port + 2 * (id - 1), port + 2 * (id - 1) + 1));
        } else {
          held.add(new ServerSocket(0));
          held.add(new ServerSocket(0));
          places.add(
              new Place(
                  id, held.get(held.size() - 2).getLocalPort(), held.getLast().getLocalPort()));
        }
      }
    } finally {
      for (ServerSocket each : held) {
        each.close();
      }
    }
    return places;
  }

  private static Map<String, String> settings(DevNode node, Place place, List<Place> all) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(place.id()));
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(place.clients(), place.controllers()));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "controller.quorum.voters",
        all.stream()
            .map(each -> each.id() + "@127.0.0.1:" + each.controllers())
            .collect(Collectors.joining(",")));
    settings.put("log.dirs", node.directory().resolve("data").toString());
    settings.put("default.replication.factor", Integer.toString(Math.min(3, all.size())));
    settings.put("min.insync.replicas", Integer.toString(Math.min(3, all.size()) / 2 + 1));
    return settings;
  }

  private static void start(Session session, DevCluster cluster, List<Place> places)
      throws IOException {
    var nodes = new ArrayList<DevNode>();
    for (Place place : places) {
      DevNode node = cluster.node(place.id());
      node.prepare(settings(node, place, places));
      node.start();
      nodes.add(node);
    }
    awaitReady(session, nodes);
    var listing = new Listing("node", "address", "process", "output");
    for (Place place : places) {
      DevNode node = cluster.node(place.id());
      listing.add(
          place.id(), "127.0.0.1:" + place.clients(), node.pid().orElse(-1L), node.output());
    }
    session.output().show(listing);
    String addresses =
        places.stream()
            .map(place -> "127.0.0.1:" + place.clients())
            .collect(Collectors.joining(","));
    session
        .output()
        .note(
            """

            for clients, and for headrace -b: %s
            to try out: headrace dev kill 2, restart 2, pause 2, resume 2; headrace dev stop ends it\
            """
                .formatted(addresses));
  }

  /// @throws Failure if one of them is not ready in time
  static void awaitReady(Session session, List<DevNode> nodes) {
    long deadlineNs = System.nanoTime() + session.arguments().get(PATIENCE).toNanos();
    for (DevNode node : nodes) {
      while (!node.isReady()) {
        if (node.state() == DevNode.State.DEAD || System.nanoTime() > deadlineNs) {
          throw new Failure(
              Exit.FAILED,
              "node " + node.id() + " is not ready",
              node.state() == DevNode.State.DEAD ? "its process has ended" : "it took too long",
              "cat " + node.output() + "; headrace dev stop");
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
