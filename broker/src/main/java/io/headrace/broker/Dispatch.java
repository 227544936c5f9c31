package io.headrace.broker;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiTable;
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
/// version from the future, which gets the list of what is served.
///
/// Runs on: the reactor.
final class Dispatch implements RequestReceiver {

  private final ApiTable table;
  private final ParkedFetches parkedFetches;
  private final RequestMemory memory;
  private final Mistakes mistakes;

  Dispatch(ApiTable table, ParkedFetches parkedFetches, RequestMemory memory, Mistakes mistakes) {
    this.table = table;
    this.parkedFetches = parkedFetches;
    this.memory = memory;
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
  }

  private void serve(Request request, RequestHeader header) {
    ApiRow row = table.row(header.apiKey());
    if (row == null || !row.serves(header.version())) {
      refuse(request, header.apiKey(), header.version(), header.correlationId());
      return;
    }
    long bytes = row.memory().bytesFor(request.frame().remaining());
    if (!memory.reserve(bytes)) {
      request.close(
          "%s would take %d bytes, %d are left".formatted(header.apiKey(), bytes, memory.left()));
      return;
    }
    new ServedRequest(header, request, memory, bytes, mistakes).serveBy(row.handler());
  }

  private void refuse(Request request, ApiKey apiKey, short version, int correlationId) {
    if (apiKey == ApiKey.API_VERSIONS) {
      ByteBuffer answer = ApiVersionsAnswer.unsupportedVersion(correlationId, table.advertised());
      request.respond(List.of(new Request.Part.Bytes(answer)));
    } else {
      request.close("%s version %d is not served".formatted(apiKey, version));
    }
  }
}
