package io.headrace.cli.wire;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.WireWriter;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/// One connection to a node. Requests may go out ahead of their answers; answers come in the order
/// of the requests.
///
/// After an [IOException] it is of no more use. Used by one thread at a time.
public final class Connection implements AutoCloseable {

  private static final String CLIENT_ID = "headrace-cli";
  private static final int BUFFER_BYTES = 64 * 1024;

  /// No answer is larger: a fetch asks for less, and listings are far from it.
  private static final int MAX_ANSWER_BYTES = 512 * 1024 * 1024;

  /// Kafka numbers its APIs one by one and is at 95.
  private static final int MAX_API_ID = 255;

  private final Socket socket;
  private final InetSocketAddress address;
  private final DataInputStream in;
  private final OutputStream out;
  private final WireWriter writer = new WireWriter();
  private final short[] theirNewest = new short[MAX_API_ID + 1];
  private int sentCount;
  private int receivedCount;

  private Connection(Socket socket, InetSocketAddress address) throws IOException {
    this.socket = socket;
    this.address = InetSocketAddress.createUnresolved(address.getHostString(), address.getPort());
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
    this.out = socket.getOutputStream();
  }

  /// Connects, and learns which versions the node speaks.
  ///
  /// @param timeout for connecting, and later for each answer
  static Connection open(InetSocketAddress address, Duration timeout) throws IOException {
    int timeoutMs = Math.toIntExact(timeout.toMillis());
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, timeoutMs);
      socket.setSoTimeout(timeoutMs);
      var connection = new Connection(socket, address);
      connection.learnVersions();
      return connection;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Where it goes, by name and not resolved.
  InetSocketAddress address() {
    return address;
  }

  /// The newest version that both sides speak.
  ///
  /// @param newest the newest that our side wants
  /// @throws IOException if the node knows only older ones than `oldest`
  public short version(ApiKey api, int oldest, int newest) throws IOException {
    int common = Math.min(newest, theirNewest[api.id()]);
    if (common < oldest) {
      throw new IOException(
          this + " does not speak " + api.messageName() + " in version " + oldest);
    }
    return (short) common;
  }

  /// Sends a request and reads its answer into `response`, which it returns.
  public <T extends ApiMessage> T ask(ApiKey api, short version, ApiMessage request, T response)
      throws IOException {
    send(api, version, request);
    return receive(api, version, response);
  }

  /// Sends a request without waiting for its answer.
  public void send(ApiKey api, short version, ApiMessage request) throws IOException {
    var cache = new ObjectSerializationCache();
    ByteBuffer body = ByteBuffer.allocate(request.size(cache, version));
    request.write(new ByteBufferAccessor(body), cache, version);
    send(api, version, List.of(body.flip()));
  }

  /// Sends a request whose body is the given buffers, one after the other.
  public void send(ApiKey api, short version, List<ByteBuffer> body) throws IOException {
    int bodyBytes = 0;
    for (ByteBuffer part : body) {
      bodyBytes += part.remaining();
    }
    boolean tagged = api.requestHeaderVersion(version) > 1;
    int headerBytes = 8 + Short.BYTES + CLIENT_ID.length() + (tagged ? 1 : 0);
    writer.clear();
    writer.writeInt32(headerBytes + bodyBytes);
    writer.writeInt16(api.id());
    writer.writeInt16(version);
    writer.writeInt32(sentCount++);
    writer.writeString(Encoding.FIXED, CLIENT_ID);
    writer.writeNoTaggedFields(tagged ? Encoding.COMPACT : Encoding.FIXED);
    int joined = !body.isEmpty() && body.getFirst().remaining() < BUFFER_BYTES ? 1 : 0;
    if (joined > 0) {
      writer.writeBytes(body.getFirst().duplicate());
    }
    write(writer.take());
    for (ByteBuffer part : body.subList(joined, body.size())) {
      write(part);
    }
  }

  /// Reads the answer to the oldest request that has none yet.
  public <T extends ApiMessage> T receive(ApiKey api, short version, T response)
      throws IOException {
    ByteBuffer frame = frame();
    int correlationId = frame.getInt();
    if (correlationId != receivedCount++) {
      throw new IOException("answer " + correlationId + " came out of turn");
    }
    try {
      var readable = new ByteBufferAccessor(frame);
      if (api.responseHeaderVersion(version) > 0) {
        skipTaggedFields(readable);
      }
      response.read(readable, version);
      return response;
    } catch (RuntimeException e) {
      throw new IOException("cannot read the answer to " + api.messageName(), e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody waits for anything from it any more.
      return;
    }
  }

  /// Such as `127.0.0.1:9092`.
  @Override
  public String toString() {
    return address.getHostString() + ":" + address.getPort();
  }

  private static void skipTaggedFields(ByteBufferAccessor readable) {
    int count = readable.readUnsignedVarint();
    for (int i = 0; i < count; i++) {
      readable.readUnsignedVarint();
      readable.readArray(readable.readUnsignedVarint());
    }
  }

  private ByteBuffer frame() throws IOException {
    int size;
    try {
      size = in.readInt();
    } catch (EOFException e) {
      throw new IOException(this + " closed the connection", e);
    }
    if (size < Integer.BYTES || size > MAX_ANSWER_BYTES) {
      throw new IOException(this + " does not speak Kafka's protocol in plain text");
    }
    byte[] frame = new byte[size];
    in.readFully(frame);
    return ByteBuffer.wrap(frame);
  }

  private void write(ByteBuffer part) throws IOException {
    out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
  }

  /// Version 0 is what every node answers.
  private void learnVersions() throws IOException {
    Arrays.fill(theirNewest, (short) -1);
    ApiVersionsResponseData answer =
        ask(
            ApiKey.API_VERSIONS,
            (short) 0,
            new ApiVersionsRequestData(),
            new ApiVersionsResponseData());
    for (ApiVersionsResponseData.ApiVersion each : answer.apiKeys()) {
      if (each.apiKey() >= 0 && each.apiKey() < theirNewest.length) {
        theirNewest[each.apiKey()] = each.maxVersion();
      }
    }
  }
}
