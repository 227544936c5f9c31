package io.headrace.cli.wire;

import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/// Finds a node that takes a connection, or says why there is none.
public final class Reach {

  private Reach() {}

  /// A connection to the first of the addresses that answers.
  ///
  /// @throws Failure if none does
  public static Connection connect(Target target) {
    Exit exit = Exit.FAILED;
    String why = "no address was given";
    for (String address : target.bootstrap().split(",", -1)) {
      InetSocketAddress socketAddress = parse(address.strip());
      try {
        return Connection.open(socketAddress, target.timeout());
      } catch (SocketTimeoutException e) {
        exit = Exit.TIMED_OUT;
        why = address + " did not answer within " + target.timeout().toMillis() + " ms";
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
