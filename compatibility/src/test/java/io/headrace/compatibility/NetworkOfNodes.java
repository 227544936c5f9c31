package io.headrace.compatibility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A network of its own for three nodes: each in a network namespace, joined by a bridge that this
/// process is on too. What is cut is silent; nobody is told.
final class NetworkOfNodes implements AutoCloseable {

  static final int COUNT = 3;

  /// Addresses for tests of networks (RFC 2544); nothing leaves the machine.
  private static final String NETWORK = "198.18.93.";

  private static final int OWN = 254;

  private final String name;
  private final List<String> namespaces = new ArrayList<>();

  private NetworkOfNodes(String name) {
    this.name = name;
  }

  /// Skips the test, and says so, where one may not make networks.
  static NetworkOfNodes make() {
    var network = new NetworkOfNodes(unusedName());
    boolean works =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("user.name").equals("root")
            && works("ip", "link", "add", network.name, "type", "bridge");
    assumeTrue(works, "a network of one's own needs root, iproute2, and network namespaces");
    try {
      ip("addr add " + NETWORK + OWN + "/24 dev " + network.name);
      ip("link set " + network.name + " up");
      for (int id = 1; id <= COUNT; id++) {
        network.addNode(id);
      }
    } catch (AssertionError e) {
      network.close();
      throw e;
    }
    return network;
  }

  /// The kernel takes its time to remove what the network before this one was made of. Names of
  /// links are short.
  private static String unusedName() {
    return "hr" + Long.toString(System.nanoTime() / 1_000 % 2_000_000_000L, Character.MAX_RADIX);
  }

  private void addNode(int id) {
    String namespace = name + "-" + id;
    ip("netns add " + namespace);
    namespaces.add(namespace);
    ip("link add " + link(id) + " type veth peer name eth0 netns " + namespace);
    ip("-n " + namespace + " addr add " + address(id) + "/24 dev eth0");
    ip("-n " + namespace + " link set eth0 up");
    ip("-n " + namespace + " link set lo up");
    ip("link set " + link(id) + " master " + name + " up");
  }

  /// Where a node runs that has all it has in one directory.
  Site site(int id, Path directory) {
    return site(id, Site.in(directory));
  }

  /// The same place, but on this network.
  Site site(int id, Site plain) {
    return new Site(
        address(id),
        plain.data(),
        plain.output(),
        List.of("nsenter", "--net=/run/netns/" + namespaces.get(id - 1)));
  }

  /// From now on the node hears nobody and nobody hears it.
  void cutOff(int id) {
    ip("link set " + link(id) + " nomaster");
  }

  /// From now on the node and the other nodes do not hear each other; clients hear them all.
  void cutOffFromNodes(int id) {
    for (int other : others(id)) {
      misdirect(id, other);
      misdirect(other, id);
    }
  }

  /// What one sends to the other goes to a hardware address that nobody has.
  private void misdirect(int from, int to) {
    run(neighbour(from, "replace", to) + " lladdr 02:00:00:00:00:99 nud permanent");
  }

  /// Ends what one of the two did.
  void join(int id) {
    for (int other : others(id)) {
      works(neighbour(id, "del", other).split(" "));
      works(neighbour(other, "del", id).split(" "));
    }
    ip("link set " + link(id) + " master " + name + " up");
  }

  private static List<Integer> others(int id) {
    return IntStream.rangeClosed(1, COUNT).filter(other -> other != id).boxed().toList();
  }

  private String neighbour(int from, String what, int to) {
    return "ip -n %s neigh %s %s dev eth0".formatted(namespaces.get(from - 1), what, address(to));
  }

  @Override
  public void close() {
    namespaces.forEach(namespace -> ip("netns del " + namespace));
    ip("link del " + name);
  }

  private String link(int id) {
    return name + "v" + id;
  }

  private static String address(int id) {
    return NETWORK + id;
  }

  private static void ip(String words) {
    run("ip " + words);
  }

  private static void run(String words) {
    Command.run(words.split(" ")).succeeded();
  }

  private static boolean works(String... words) {
    try {
      return Command.run(words).exitCode() == 0;
    } catch (UncheckedIOException _) {
      return false;
    }
  }
}
