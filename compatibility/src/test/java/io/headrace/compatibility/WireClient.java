package io.headrace.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

/// Asks one broker raw questions, one after the other, and keeps the answers as they came: nothing
/// of a client stands between that would ask otherwise or look away.
final class WireClient implements AutoCloseable {

  private static final int PATIENCE_MS = 20_000;

  private final String host;
  private final int port;
  private final SequencedMap<String, JsonNode> answers = new LinkedHashMap<>();
  private final Map<String, String> namesOfIds = new LinkedHashMap<>();
  private Socket socket;
  private int correlationId;

  WireClient(String bootstrap) throws IOException {
    int colon = bootstrap.lastIndexOf(':');
    host = bootstrap.substring(0, colon);
    port = Integer.parseInt(bootstrap.substring(colon + 1));
    socket = connect();
  }

  /// All answers by `API vVERSION story`, in the order of the questions. A closed connection is an
  /// answer, too.
  SequencedMap<String, JsonNode> answers() {
    return answers;
  }

  /// What this broker made up, by the names that both brokers know it under.
  Map<String, String> namesOfIds() {
    return namesOfIds;
  }

  int port() {
    return port;
  }

  /// From now on this id is shown by a name.
  void name(Uuid id, String name) {
    namesOfIds.put(id.toString(), name);
  }

  /// Asks and keeps the answer.
  ///
  /// @return null if the version cannot ask so, or if the connection was closed
  <A extends ApiMessage> @Nullable A ask(
      String story, ApiKeys api, int version, ApiMessage question, Class<A> kind) {
    ApiMessage answer = ask(story, api, version, question);
    return answer == null ? null : kind.cast(answer);
  }

  /// As above, for those who do not look at the answer.
  @Nullable ApiMessage ask(String story, ApiKeys api, int version, ApiMessage question) {
    ByteBuffer frame;
    try {
      frame = frame(api, (short) version, question);
    } catch (UnsupportedVersionException | NullPointerException _) {
      return null; // the version has no such field, or no null in it
    }
    String label = "%s v%d %s".formatted(api, version, story);
    try {
      ApiMessage answer = decode(api, (short) version, exchange(frame));
      keep(label, json(answer, (short) version));
      return answer;
    } catch (IOException _) {
      keep(label, TextNode.valueOf("closed"));
      reconnect();
      return null;
    }
  }

  /// Runs `question` with each version that Kafka serves of an API.
  static void inEveryVersion(ApiKeys api, IntConsumer question) {
    for (int version = api.oldestVersion(); version <= api.latestVersion(false); version++) {
      question.accept(version);
    }
  }

  /// Asks without keeping the answer.
  <A extends ApiMessage> A quietly(ApiKeys api, int version, ApiMessage question, Class<A> kind) {
    try {
      return kind.cast(
          decode(api, (short) version, exchange(frame(api, (short) version, question))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiMessage decode(ApiKeys api, short version, ByteBuffer bytes) {
    var in = new ByteBufferAccessor(bytes);
    new ResponseHeaderData().read(in, api.responseHeaderVersion(version));
    ApiMessage answer = api.messageType.newResponse();
    answer.read(in, version);
    return answer;
  }

  private void keep(String label, JsonNode answer) {
    String free = label;
    for (int i = 2; answers.containsKey(free); i++) {
      free = label + " again " + i;
    }
    answers.put(free, answer);
  }

  private ByteBuffer frame(ApiKeys api, short version, ApiMessage question) {
    var header = new RequestHeader(api, version, "wire", ++correlationId);
    return RequestUtils.serialize(header.data(), header.headerVersion(), question, version);
  }

  private ByteBuffer exchange(ByteBuffer frame) throws IOException {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
    var in = new DataInputStream(socket.getInputStream());
    byte[] answer = new byte[in.readInt()];
    in.readFully(answer);
    return ByteBuffer.wrap(answer);
  }

  /// Kafka's own rendering, which names every field of the version.
  private static JsonNode json(ApiMessage message, short version) {
    try {
      Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
      Method write = converter.getMethod("write", message.getClass(), short.class);
      return (JsonNode) write.invoke(null, message, version);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void reconnect() {
    try {
      socket.close();
      socket = connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connect() throws IOException {
    var made = new Socket(host, port);
    made.setSoTimeout(PATIENCE_MS);
    made.setTcpNoDelay(true);
    return made;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
