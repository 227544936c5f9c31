package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The place of one node among those that start together.
///
/// @param id from 1
/// @param directory where it keeps everything
/// @param members all nodes, itself included
public record Seat(int id, Path directory, List<Member> members) {

  /// Where a node is reached on the loopback.
  public record Member(int id, int port, int controllerPort) {}

  public Seat {
    members = List.copyOf(members);
  }

  /// Seats for so many nodes.
  static List<Seat> plan(Path directory, int nodes) throws IOException {
    List<Integer> ports = FreePort.some(2 * nodes);
    var members = new ArrayList<Member>();
    for (int i = 0; i < nodes; i++) {
      members.add(new Member(i + 1, ports.get(2 * i), ports.get(2 * i + 1)));
    }
    var seats = new ArrayList<Seat>();
    for (Member member : members) {
      Path own = Files.createDirectory(directory.resolve("node-" + member.id()));
      seats.add(new Seat(member.id(), own, members));
    }
    return seats;
  }

  boolean isAlone() {
    return members.size() == 1;
  }

  int port() {
    return members.get(id - 1).port();
  }

  /// Where its clients and its controller are to listen, as `listeners` is written.
  String listeners() {
    return "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
        .formatted(port(), members.get(id - 1).controllerPort());
  }

  /// What `controller.quorum.voters` has to be.
  String voters() {
    return members.stream()
        .map(member -> "%d@127.0.0.1:%d".formatted(member.id(), member.controllerPort()))
        .collect(Collectors.joining(","));
  }
}
