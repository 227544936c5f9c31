package io.headrace.quorum;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.raft.RaftRequest;
import org.apache.kafka.raft.RaftResponse;
import org.jspecify.annotations.Nullable;

/// A request of the engine as it goes over the wire: in the newest version that this engine knows.
/// All voters are of one release or of releases that know the same versions.
///
/// Runs on: the metadata log's sync lane.
///
/// @param frame header and body, without the length in front
record SentRequest(RaftRequest.Outbound request, ApiKeys api, short version, ByteBuffer frame) {

  static SentRequest of(RaftRequest.Outbound request, String clientId) {
    ApiMessage body = request.data();
    ApiKeys api = ApiKeys.forId(body.apiKey());
    short version = api.latestVersion(false);
    var header =
        new RequestHeaderData()
            .setRequestApiKey(api.id)
            .setRequestApiVersion(version)
            .setCorrelationId(request.correlationId())
            .setClientId(clientId);
    short headerVersion = api.requestHeaderVersion(version);
    var cache = new ObjectSerializationCache();
    ByteBuffer frame =
        ByteBuffer.allocate(header.size(cache, headerVersion) + body.size(cache, version));
    var writable = new ByteBufferAccessor(frame);
    header.write(writable, cache, headerVersion);
    body.write(writable, cache, version);
    return new SentRequest(request, api, version, frame.flip());
  }

  String host() {
    return request.destination().host();
  }

  int port() {
    return request.destination().port();
  }

  /// Whether the other side may take its time to answer, or answers much.
  boolean isFetch() {
    return api == ApiKeys.FETCH || api == ApiKeys.FETCH_SNAPSHOT;
  }

  /// Tells the engine what came back, and returns it; an answer that cannot be read is none.
  @Nullable ApiMessage onAnswer(ByteBuffer answer) {
    ApiMessage body;
    try {
      body = decode(answer);
    } catch (RuntimeException e) {
      onLost(new IOException("the answer to " + api + " cannot be read", e));
      return null;
    }
    request.completion.complete(
        new RaftResponse.Inbound(request.correlationId(), asKnown(body), request.destination()));
    return body;
  }

  /// The engine knows no leader that refuses a voter who comes by itself ([Joining]); it is told
  /// what lets it ask again later.
  private static ApiMessage asKnown(ApiMessage body) {
    return body instanceof AddRaftVoterResponseData it
            && it.errorCode() == Errors.POLICY_VIOLATION.code()
        ? new AddRaftVoterResponseData().setErrorCode(Errors.REQUEST_TIMED_OUT.code())
        : body;
  }

  private ApiMessage decode(ByteBuffer answer) {
    var readable = new ByteBufferAccessor(answer);
    var header = new ResponseHeaderData(readable, api.responseHeaderVersion(version));
    if (header.correlationId() != request.correlationId()) {
      throw new IllegalArgumentException("it answers request " + header.correlationId());
    }
    ApiMessage body = api.messageType.newResponse();
    body.read(readable, version);
    return body;
  }

  /// Tells the engine that no answer will come; it tries again in its own time.
  void onLost(IOException cause) {
    request.completion.completeExceptionally(
        new BrokerNotAvailableException(String.valueOf(cause.getMessage()), cause));
  }
}
