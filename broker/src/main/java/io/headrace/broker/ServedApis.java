package io.headrace.broker;

import static io.headrace.broker.api.ApiRow.MemoryEstimate.IN_PLACE;
import static io.headrace.broker.api.ApiRow.MemoryEstimate.OBJECTS;
import static io.headrace.broker.api.ApiRow.of;
import static io.headrace.broker.api.ApiRow.ofFrames;
import static io.headrace.protocol.ApiKey.API_VERSIONS;
import static io.headrace.protocol.ApiKey.FETCH;
import static io.headrace.protocol.ApiKey.PRODUCE;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.ApiTable;
import io.headrace.broker.api.data.ApiVersionsHandler;
import io.headrace.broker.api.data.FetchContexts;
import io.headrace.broker.api.data.FetchHandler;
import io.headrace.broker.api.data.ProduceHandler;
import io.headrace.group.OffsetsTopic;
import io.headrace.protocol.ApiVersionsAnswer.Served;
import java.util.ArrayList;
import java.util.List;

/// The table of APIs: one row for each that is served.
final class ServedApis {

  private ServedApis() {}

  static ApiTable table(NodeParts parts) {
    var advertised = new ArrayList<Served>();
    var rows = new ArrayList<ApiRow>();
    rows.addAll(records(parts));
    rows.add(
        of(API_VERSIONS, 0, 4, new ApiVersionsHandler(() -> advertised, parts.image()), OBJECTS));
    var table = new ApiTable(rows);
    advertised.addAll(table.advertised());
    return table;
  }

  private static List<ApiRow> records(NodeParts parts) {
    var produce =
        new ProduceHandler(
            parts.image(),
            parts.partitions(),
            parts.parkedProduces(),
            parts.ports().clock(),
            OffsetsTopic.NAME::equals);
    var fetch =
        new FetchHandler(
            parts.image(),
            parts.partitions(),
            parts.parkedFetches(),
            new FetchContexts(
                parts.config().fetching().sessionSlots(),
                parts.ports().clock(),
                parts.ports().random()),
            parts.config().fetching().maxBytes());
    return List.of(
        ofFrames(PRODUCE, 3, 13, produce, IN_PLACE), ofFrames(FETCH, 4, 18, fetch, OBJECTS));
  }
}
