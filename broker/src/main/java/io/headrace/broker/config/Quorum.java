package io.headrace.broker.config;

import io.headrace.quorum.QuorumPlace.Joining;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a node takes part in the metadata of its cluster.
///
/// @param listener where other nodes reach its part of it; null for a node that stays alone
/// @param reachedAt what the others are told of it; null likewise
/// @param sessionMs after how long without a sign of life a node is taken for gone
/// @param lagMaxMs after how long behind its leader a replica is not in sync any more
/// @param voters those that a cluster begins with; empty if that was not said
/// @param bootstrapServers where a cluster is found
/// @param joining whether the node is to become a voter
public record Quorum(
    @Nullable Endpoint listener,
    @Nullable Endpoint reachedAt,
    long sessionMs,
    long lagMaxMs,
    List<Voter> voters,
    List<Address> bootstrapServers,
    Joining joining) {

  /// A place on the network.
  public record Address(String host, int port) {}

  public Quorum {
    voters = List.copyOf(voters);
    bootstrapServers = List.copyOf(bootstrapServers);
  }

  static Quorum of(Settings settings, Listeners listeners, Roles roles) throws BadConfigException {
    boolean controller = roles.isController();
    Endpoint listener = listeners.controller().isEmpty() ? null : listeners.controller().getFirst();
    List<Voter> voters = Voter.parse(settings.value("controller.quorum.voters"));
    int nodeId = settings.intValue("node.id");
    boolean votes = voters.stream().anyMatch(voter -> voter.nodeId() == nodeId);
    if (!voters.isEmpty() && votes != controller) {
      throw new BadConfigException(
          controller
              ? "controller.quorum.voters: node %d is not among them".formatted(nodeId)
              : "controller.quorum.voters: node %d is not a controller".formatted(nodeId));
    }
    List<Address> servers = addresses(settings.value("controller.quorum.bootstrap.servers"));
    if (!controller && voters.isEmpty() && servers.isEmpty()) {
      throw new BadConfigException(
          "controller.quorum.bootstrap.servers: a node that is a broker only has to be told where"
              + " the controllers are");
    }
    if (listener == null && (voters.size() > 1 || !servers.isEmpty())) {
      throw new BadConfigException(
          "listeners: there is none for the other nodes, see controller.listener.names");
    }
    Joining joining = Joining.NEVER;
    if (controller && listener != null) {
      boolean automatic = settings.isTrue("controller.quorum.auto.join.enable");
      joining = automatic ? Joining.WHILE_FEW : Joining.BY_COMMAND;
    }
    return new Quorum(
        listener,
        listener == null ? null : reachedAt(listener, listeners, voters, nodeId),
        settings.longValue("broker.session.timeout.ms"),
        settings.longValue("replica.lag.time.max.ms"),
        voters,
        servers,
        joining);
  }

  /// What is advertised, else what the voters' list says, else the listener itself or, for one that
  /// listens at all addresses, this machine's name.
  private static Endpoint reachedAt(
      Endpoint listener, Listeners listeners, List<Voter> voters, int nodeId)
      throws BadConfigException {
    Endpoint told = listeners.advertised().get(listener.listener());
    if (told != null) {
      return told;
    }
    if (listener.port() == 0) {
      Endpoint beside = listeners.clients().getFirst();
      String host = listeners.advertised().getOrDefault(beside.listener(), beside).host();
      return reachable(new Endpoint(listener.listener(), host, 0));
    }
    for (Voter voter : voters) {
      if (voter.nodeId() == nodeId) {
        return new Endpoint(listener.listener(), voter.host(), voter.port());
      }
    }
    return reachable(listener);
  }

  private static Endpoint reachable(Endpoint listener) throws BadConfigException {
    boolean everywhere = listener.host().isEmpty() || listener.host().equals("0.0.0.0");
    return everywhere
        ? new Endpoint(listener.listener(), nameOfThisMachine(), listener.port())
        : listener;
  }

  /// What was to have any free port has this one.
  Quorum withPort(int port) {
    return new Quorum(
        opened(listener, port),
        opened(reachedAt, port),
        sessionMs,
        lagMaxMs,
        voters,
        bootstrapServers,
        joining);
  }

  private static @Nullable Endpoint opened(@Nullable Endpoint endpoint, int port) {
    return endpoint == null || endpoint.port() != 0
        ? endpoint
        : new Endpoint(endpoint.listener(), endpoint.host(), port);
  }

  private static String nameOfThisMachine() throws BadConfigException {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      throw new BadConfigException(
          "advertised.listeners: this machine has no name that others could be told: "
              + e.getMessage());
    }
  }

  private static List<Address> addresses(String text) throws BadConfigException {
    var addresses = new ArrayList<Address>();
    for (String word : Setting.words(text)) {
      Endpoint endpoint =
          Endpoint.parse("controller.quorum.bootstrap.servers", "X://" + word).getFirst();
      addresses.add(new Address(endpoint.host(), endpoint.port()));
    }
    return addresses;
  }

  /// Where another node may be asked of the cluster, whether it votes or not.
  public List<Address> contacts() {
    return Stream.concat(
            bootstrapServers.stream(),
            voters.stream().map(voter -> new Address(voter.host(), voter.port())))
        .distinct()
        .toList();
  }
}
