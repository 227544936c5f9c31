package io.headrace.quorum;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.VoteRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.raft.RaftRequest;
import org.apache.kafka.raft.RaftResponse;
import org.jspecify.annotations.Nullable;

/// A request of the engine as it goes over the wire.
///
/// Runs on: the metadata log's sync lane.
///
/// @param frame header and body, without the length in front
/// @param delayMs how much later than the turn's other requests it leaves
record SentRequest(RaftRequest.Outbound request, ApiKeys api, ByteBuffer frame, long delayMs) {

  static SentRequest of(RaftRequest.Outbound request, String clientId) {
    return new SentRequest(
        request,
        ApiKeys.forId(request.data().apiKey()),
        WireFormat.encode(request.data(), request.correlationId(), clientId),
        0);
  }

  SentRequest after(long newDelayMs) {
    return new SentRequest(request, api, frame, newDelayMs);
  }

  String host() {
    return request.destination().host();
  }

  int nodeId() {
    return request.destination().id();
  }

  int port() {
    return request.destination().port();
  }

  /// Whether the other side may take its time to answer, or answers much.
  boolean isFetch() {
    return api == ApiKeys.FETCH || api == ApiKeys.FETCH_SNAPSHOT;
  }

  /// Whether it asks for a vote that binds nobody, before an election.
  boolean isPreVote() {
    return request.data() instanceof VoteRequestData vote
        && vote.topics().stream()
            .flatMap(topic -> topic.partitions().stream())
            .anyMatch(VoteRequestData.PartitionData::preVote);
  }

  /// Tells the engine what came back, and returns it; an answer that cannot be read, or is not to
  /// be believed, is none.
  @Nullable ApiMessage onAnswer(ByteBuffer answer, Predicate<ApiMessage> isNotBelieved) {
    ApiMessage body;
    try {
      body = WireFormat.decode(api, request.correlationId(), answer);
    } catch (RuntimeException e) {
      onLost(new IOException("the answer to " + api + " cannot be read", e));
      return null;
    }
    if (isNotBelieved.test(body)) {
      onLost(new IOException("the answer to " + api + " is of another time"));
      return null;
    }
    request.completion.complete(
        new RaftResponse.Inbound(request.correlationId(), asKnown(body), request.destination()));
    return body;
  }

  /// The engine knows no leader that refuses a voter who comes by itself ([VoterEntry]); it is told
  /// what lets it ask again later.
  private static ApiMessage asKnown(ApiMessage body) {
    return body instanceof AddRaftVoterResponseData it
            && it.errorCode() == Errors.POLICY_VIOLATION.code()
        ? new AddRaftVoterResponseData().setErrorCode(Errors.REQUEST_TIMED_OUT.code())
        : body;
  }

  /// Tells the engine that no answer will come; it tries again in its own time.
  void onLost(IOException cause) {
    request.completion.completeExceptionally(
        new BrokerNotAvailableException(String.valueOf(cause.getMessage()), cause));
  }
}
