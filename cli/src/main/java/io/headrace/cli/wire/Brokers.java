package io.headrace.cli.wire;

import io.headrace.cli.cluster.Target;
import io.headrace.cli.line.Failure;
import io.headrace.protocol.ApiKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// The nodes of a cluster: where they are, and at most one connection to each.
///
/// Used by one thread at a time.
public final class Brokers implements AutoCloseable {

  private static final int OLDEST_METADATA = 9;
  private static final int NEWEST_METADATA = 12;

  private final Target target;
  private final Map<InetSocketAddress, Connection> connections = new HashMap<>();
  private final Map<Integer, InetSocketAddress> addresses = new HashMap<>();
  private @Nullable Connection first;

  private Brokers(Target target) {
    this.target = target;
  }

  /// @throws Failure if none of the addresses in `target` answers
  public static Brokers connect(Target target) {
    var brokers = new Brokers(target);
    brokers.any();
    return brokers;
  }

  /// A connection to whatever node answered first.
  ///
  /// @throws Failure if none of the addresses in the target answers
  public Connection any() {
    Connection connection = first;
    if (connection == null) {
      connection = Reach.connect(target);
      first = connection;
      connections.put(connection.address(), connection);
    }
    return connection;
  }

  /// A connection to the node with this id, which [#metadata] has named.
  public Connection node(int id) throws IOException {
    InetSocketAddress address = addresses.get(id);
    if (address == null) {
      throw new IOException("node " + id + " is not there");
    }
    Connection connection = connections.get(address);
    if (connection == null) {
      connection =
          Connection.open(
              new InetSocketAddress(address.getHostString(), address.getPort()), target.timeout());
      connections.put(address, connection);
    }
    return connection;
  }

  /// Closes a connection that failed; the next one who asks gets a new one.
  public void forget(Connection broken) {
    broken.close();
    connections.values().remove(broken);
    if (first == broken) {
      first = null;
    }
  }

  /// Asks any node about topics, and learns where the nodes are.
  public MetadataResponseData metadata(MetadataRequestData request) throws IOException {
    Connection connection = any();
    try {
      short version = connection.version(ApiKey.METADATA, OLDEST_METADATA, NEWEST_METADATA);
      MetadataResponseData answer =
          connection.ask(ApiKey.METADATA, version, request, new MetadataResponseData());
      for (MetadataResponseBroker node : answer.brokers()) {
        addresses.put(node.nodeId(), InetSocketAddress.createUnresolved(node.host(), node.port()));
      }
      return answer;
    } catch (IOException e) {
      forget(connection);
      throw e;
    }
  }

  /// Asks any node; a connection that breaks meanwhile is not used again.
  public <T extends ApiMessage> T ask(Question<T> question) throws IOException {
    return ask(any(), question);
  }

  /// Asks the node with this id.
  public <T extends ApiMessage> T ask(int nodeId, Question<T> question) throws IOException {
    return ask(node(nodeId), question);
  }

  private <T extends ApiMessage> T ask(Connection connection, Question<T> question)
      throws IOException {
    try {
      short version = connection.version(question.api(), question.oldest(), question.newest());
      return connection.ask(question.api(), version, question.request(), question.response());
    } catch (IOException e) {
      forget(connection);
      throw e;
    }
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
  }

  /// A request, what its answer is read into, and the versions in which both mean what we think.
  public record Question<T extends ApiMessage>(
      ApiKey api, int oldest, int newest, ApiMessage request, T response) {}
}
