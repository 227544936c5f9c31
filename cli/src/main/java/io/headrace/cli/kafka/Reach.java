package io.headrace.cli.kafka;

import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Knocks at the door first: the Kafka client would go on trying until its time is up, and then not
/// say why.
final class Reach {

  private Reach() {}

  /// @throws Failure if none of the addresses takes a connection
  static void require(Target target) {
    int timeoutMs = Math.toIntExact(target.timeout().toMillis());
    Exit exit = Exit.FAILED;
    String why = "no address was given";
    for (String address : target.bootstrap().split(",", -1)) {
      InetSocketAddress socketAddress = parse(address.strip());
      try (var socket = new Socket()) {
        socket.connect(socketAddress, timeoutMs);
        return;
      } catch (SocketTimeoutException e) {
        exit = Exit.TIMED_OUT;
        why = address + " did not answer within " + timeoutMs + " ms";
      } catch (IOException e) {
        why =
            socketAddress.isUnresolved()
                ? "the name " + socketAddress.getHostString() + " is not known"
                : String.valueOf(e.getMessage());
      }
    }
    throw new Failure(
        exit,
        "cannot reach " + target.bootstrap(),
        why,
        "headrace start here, or -b HOST:PORT for a cluster elsewhere");
  }

  private static InetSocketAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      String host = address.substring(0, Math.max(0, colon));
      if (!host.isEmpty()) {
        return new InetSocketAddress(host.replace("[", "").replace("]", ""), port);
      }
    } catch (IllegalArgumentException e) {
      // Not a port: told below with everything else that is not an address.
    }
    throw Failure.usage(
        "\"" + address + "\" is no address", "it must be HOST:PORT", "-b 127.0.0.1:9092");
  }
}
