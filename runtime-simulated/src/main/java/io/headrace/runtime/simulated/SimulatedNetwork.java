package io.headrace.runtime.simulated;

import io.headrace.runtime.Peers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The network between simulated machines: connections as TCP has them.
///
/// What is sent on a connection arrives in order, each frame after a delay of its own, or the
/// connection breaks. A direction that is cut holds everything back until it is healed, or longer
/// ([AfterCut]), and nobody is told; requests on it run into their time limits. When a process dies
/// its connections are closed, as far as that can be told to the other side; when its machine loses
/// power nobody is told, and a connection to it answers again, by being refused, when a process
/// listens there anew.
public final class SimulatedNetwork {

  /// What takes requests at an address; its calls are on its own process's reactor.
  public interface Service {

    /// @param connection a number that no other connection has
    /// @param answer to be used at most once, in this call or later; answers of a connection leave
    ///   in the order of its requests
    void onRequest(long connection, ByteBuffer frame, Reply answer);

    /// No more requests come by this connection, and answers go nowhere.
    default void onClosed(long connection) {}
  }

  /// What a request gets.
  public interface Reply extends Consumer<ByteBuffer> {

    /// The request has no answer; those after it may.
    void nothing();

    /// Closes the connection.
    void close();
  }

  private record Listening(Life life, Service service) {}

  private record Direction(String from, String to) implements Comparable<Direction> {
    @Override
    public int compareTo(Direction other) {
      int byFrom = from.compareTo(other.from);
      return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }
  }

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final Map<String, Listening> listening = new TreeMap<>();
  private final TreeSet<Direction> cuts = new TreeSet<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private NetworkWeather weather = NetworkWeather.FAIR;
  private AfterCut afterCut = AfterCut.SOON;
  private long nextConnection = 1;

  public SimulatedNetwork(SimulatedWorld world) {
    this.world = world;
    this.random = world.random().fork();
  }

  /// How frames fare from now on.
  public void weather(NetworkWeather now) {
    weather = now;
  }

  /// Lets a process take connections at this address until it dies.
  public void listen(Life life, String host, int port, Service service) {
    String address = address(host, port);
    listening.put(address, new Listening(life, service));
    life.onDeath(() -> onDeath(life));
  }

  /// The network as seen by a process on the machine `host`.
  public Peers peersOf(Life life, String host) {
    life.onDeath(() -> onDeath(life));
    return (toHost, port) -> new SimulatedLine(this, life, host, toHost, port);
  }

  /// Lets nothing through from one machine to another; the way back stays as it is.
  public void cut(String from, String to) {
    cuts.add(new Direction(from, to));
  }

  /// Lets nothing through between two machines.
  public void cutBoth(String one, String other) {
    cut(one, other);
    cut(other, one);
  }

  /// Mends everything that was cut.
  public void heal() {
    cuts.clear();
  }

  /// What becomes from now on of what is sent into a cut.
  public void afterCut(AfterCut what) {
    afterCut = what;
  }

  AfterCut afterCut() {
    return afterCut;
  }

  /// How many connections there are.
  public int connectionCount() {
    return connections.size();
  }

  boolean isCut(String from, String to) {
    return cuts.contains(new Direction(from, to));
  }

  SimulatedConnection connect(Life client, String from, String toHost, int port) {
    var connection =
        new SimulatedConnection(
            this, nextConnection++, client, from, toHost, address(toHost, port));
    connections.add(connection);
    return connection;
  }

  /// Who takes connections at an address; null if a process there died or never was.
  @Nullable Life processAt(String address) {
    Listening there = listening.get(address);
    return there == null || !there.life().alive() ? null : there.life();
  }

  /// Whether the machine at an address is there to refuse a connection. One that never listened is:
  /// it is up and its process is not.
  boolean isPowered(String address) {
    Listening there = listening.get(address);
    return there == null || !there.life().lostPower();
  }

  Service serviceAt(String address) {
    Listening there = listening.get(address);
    if (there == null) {
      throw new IllegalStateException("nobody ever listened at " + address);
    }
    return there.service();
  }

  void forget(SimulatedConnection connection) {
    connections.remove(connection);
  }

  SimulatedWorld world() {
    return world;
  }

  SimulatedRandom random() {
    return random;
  }

  NetworkWeather weather() {
    return weather;
  }

  private void onDeath(Life life) {
    for (SimulatedConnection connection : List.copyOf(connections)) {
      connection.onDeath(life);
    }
  }

  private static String address(String host, int port) {
    return host + ":" + port;
  }
}
