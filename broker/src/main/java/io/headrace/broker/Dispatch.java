package io.headrace.broker;

import io.headrace.broker.api.ApiRow;
import io.headrace.network.ConnectionId;
import io.headrace.network.Request;
import io.headrace.network.RequestReceiver;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiVersionsAnswer;
import io.headrace.protocol.RequestHeader;
import io.headrace.replication.ParkedFetches;
import java.nio.ByteBuffer;
import java.util.List;

/// From a frame to the handler of its API, and from its answer back to bytes.
///
/// What is not a request that the table serves closes the connection, except ApiVersions in a
/// version from the future, which gets the list of what is served. A request for which there is no
/// memory waits, and its connection with it (promise 6).
///
/// Runs on: the reactor.
final class Dispatch implements RequestReceiver {

  private final ApiTables tables;
  private final ParkedFetches parkedFetches;
  private final RequestMemory memory;
  private final MemoryShortage shortage;
  private final Mistakes mistakes;

  Dispatch(
      ApiTables tables,
      ParkedFetches parkedFetches,
      RequestMemory memory,
      MemoryShortage shortage,
      Mistakes mistakes) {
    this.tables = tables;
    this.parkedFetches = parkedFetches;
    this.memory = memory;
    this.shortage = shortage;
    this.mistakes = mistakes;
  }

  @Override
  public void onRequest(Request request) {
    switch (RequestHeader.decode(request.frame())) {
      case RequestHeader.Outcome.Known known -> serve(request, known.header());
      case RequestHeader.Outcome.UnsupportedVersion unsupported ->
          refuse(request, unsupported.apiKey(), unsupported.version(), unsupported.correlationId());
      case RequestHeader.Outcome.UnknownApi unknown ->
          request.close("no API has the key " + unknown.apiKey());
      case RequestHeader.Outcome.Malformed malformed ->
          request.close("not a request: " + malformed.reason());
    }
  }

  @Override
  public void onClosed(ConnectionId connection) {
    parkedFetches.onClosed(connection.value());
    memory.onClosed(connection);
  }

  private void serve(Request request, RequestHeader header) {
    ApiRow row = tables.of(request).row(header.apiKey());
    if (row == null || !row.serves(header.version())) {
      refuse(request, header.apiKey(), header.version(), header.correlationId());
      return;
    }
    int frameBytes = request.frame().remaining();
    long bytes = row.memory().bytesFor(frameBytes);
    if (memory.reserve(request.connection(), bytes)) {
      var served = new ServedRequest(header, request, memory, bytes, mistakes);
      served.serveBy(row.handler());
      served.keepWhileParked(row.memory().parkedBytesFor(frameBytes));
      makeRoom();
    } else if (memory.couldHold(bytes)) {
      memory.await(request.connection(), bytes, request.postpone());
      makeRoom();
      if (memory.isAwaited()) {
        shortage.onPostponed();
      }
    } else {
      request.close(header.apiKey() + " would take " + bytes + " bytes, more than there are");
    }
  }

  /// Parked fetches hold memory for as long as their clients like, so they give way to those who
  /// wait for some: they are answered with what there is, and come again.
  private void makeRoom() {
    while (memory.isAwaited() && parkedFetches.answerOldest()) {
      // each that is answered gives back what it held
    }
  }

  private void refuse(Request request, ApiKey apiKey, short version, int correlationId) {
    if (apiKey == ApiKey.API_VERSIONS) {
      ByteBuffer answer =
          ApiVersionsAnswer.unsupportedVersion(correlationId, tables.of(request).advertised());
      request.respond(List.of(new Request.Part.Bytes(answer)));
    } else {
      request.close("%s version %d is not served".formatted(apiKey, version));
    }
  }
}
