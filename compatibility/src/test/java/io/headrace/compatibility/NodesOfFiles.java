package io.headrace.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A cluster of nodes that know nothing but a file of settings each, as it is written for Apache
/// Kafka 4.3.
final class NodesOfFiles implements Broker, AutoCloseable {

  /// How a file says where the controllers are.
  enum Quorum {
    VOTERS("controller.quorum.voters", each -> each.id() + "@localhost:" + each.controllerPort()),
    BOOTSTRAP_SERVERS(
        "controller.quorum.bootstrap.servers", each -> "localhost:" + each.controllerPort());

    private final String setting;
    private final Function<Place, String> entry;

    Quorum(String setting, Function<Place, String> entry) {
      this.setting = setting;
      this.entry = entry;
    }

    private String line(List<Place> controllers) {
      return setting + "=" + controllers.stream().map(entry).collect(Collectors.joining(","));
    }
  }

  /// @param kind the name of the file it gets
  private record Place(String kind, int id, int port, int controllerPort) {

    boolean isController() {
      return !kind.equals("broker");
    }

    boolean isBroker() {
      return !kind.equals("controller");
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();

  private NodesOfFiles() {}

  /// Starts nodes with the ids 1, 2, … and waits until each says that it is ready.
  ///
  /// @param kinds of each node the name of its file in `kafka-files`
  static NodesOfFiles start(Path directory, Quorum quorum, String... kinds) {
    var cluster = new NodesOfFiles();
    List<Integer> ports = NodeProcess.freePorts(2 * kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      cluster.places.add(new Place(kinds[i], i + 1, ports.get(2 * i), ports.get(2 * i + 1)));
    }
    String quorumLine = quorum.line(cluster.places.stream().filter(Place::isController).toList());
    try {
      for (Place place : cluster.places) {
        cluster.launch(place, Site.in(directory.resolve("node-" + place.id())), quorumLine);
      }
      cluster.nodes.forEach(NodeProcess::awaitReady);
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(Place place, Site site, String quorumLine) throws IOException {
    String text =
        template(place.kind())
            .replace("@id@", Integer.toString(place.id()))
            .replace("@quorum@", quorumLine)
            .replace("@port@", Integer.toString(place.port()))
            .replace("@controller@", Integer.toString(place.controllerPort()))
            .replace("@data@", site.data().toString());
    Path file = Files.writeString(site.data().resolveSibling(place.kind() + ".properties"), text);
    nodes.add(NodeProcess.ofFile(site, place.port(), file));
  }

  private static String template(String kind) throws IOException {
    String name = "/kafka-files/" + kind + ".properties";
    try (InputStream in = NodesOfFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /// A node by its id.
  NodeProcess node(int id) {
    return nodes.get(id - 1);
  }

  /// Where the controller with an id listens.
  String controller(int id) {
    return "localhost:" + places.get(id - 1).controllerPort();
  }

  @Override
  public String bootstrap() {
    return places.stream()
        .filter(Place::isBroker)
        .map(each -> "localhost:" + each.port())
        .collect(Collectors.joining(","));
  }

  @Override
  public Optional<Path> dataDirectory() {
    return Optional.empty();
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
  }
}
