package io.headrace.protocol.fetch;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.LeaderFields;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.fetch.FetchResponse.AbortedTransaction;
import io.headrace.protocol.fetch.FetchResponse.EpochEnd;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.protocol.fetch.FetchResponse.Redirect;
import io.headrace.protocol.fetch.FetchResponse.TopicData;
import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.WireReader;
import io.headrace.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes Fetch responses in every version: header and body, without the length in front.
///
/// Everything but the records is written into one buffer; where records belong, the buffer is cut,
/// so that the answer leaves as bytes, records, bytes, records, bytes. Used by one thread; keeps
/// its memory.
///
/// @param <S> where records are
public final class FetchResponseEncoder<S> {

  private static final short FIRST_VERSION_WITH_LOG_START_OFFSET = 5;
  private static final short FIRST_VERSION_WITH_SESSIONS = 7;
  private static final short FIRST_VERSION_WITH_READ_REPLICA = 11;
  private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;
  private static final short FIRST_VERSION_WITH_ENDPOINTS = 16;
  private static final int DIVERGENCE_TAG = 0;
  private static final int DIVERGENCE_BYTES = Integer.BYTES + Long.BYTES + 1;
  private static final int CURRENT_LEADER_TAG = 1;
  private static final int FIRST_CUTS = 16;

  private final WireWriter writer = new WireWriter();
  private final List<S> sources = new ArrayList<>();
  private int[] cuts = new int[FIRST_CUTS];

  /// The answer to a request of the API Fetch, part by part.
  // hot: FetchAnswerBenchmark
  public void encode(RequestHeader request, FetchResponse<S> response, PartSink<S> sink) {
    short version = request.version();
    Encoding encoding = ApiKey.FETCH.isFlexible(version) ? Encoding.COMPACT : Encoding.FIXED;
    writer.clear();
    sources.clear();
    writer.writeInt32(request.correlationId());
    writer.writeNoTaggedFields(encoding);
    writer.writeInt32(response.throttleTimeMs());
    if (version >= FIRST_VERSION_WITH_SESSIONS) {
      writer.writeInt16(response.error().code());
      writer.writeInt32(response.sessionId());
    }
    writer.writeLength(encoding, response.topics().size());
    for (int i = 0; i < response.topics().size(); i++) {
      writeTopic(response.topics().get(i), encoding, version);
    }
    if (version >= FIRST_VERSION_WITH_ENDPOINTS) {
      LeaderFields.writeNodeEndpoints(writer, response.nodeEndpoints());
    } else {
      writer.writeNoTaggedFields(encoding);
    }
    handOver(sink);
  }

  private void handOver(PartSink<S> sink) {
    ByteBuffer fixed = writer.take();
    int from = 0;
    for (int i = 0; i < sources.size(); i++) {
      sink.bytes(fixed.slice(from, cuts[i] - from));
      sink.records(sources.get(i));
      from = cuts[i];
    }
    if (from < fixed.limit()) {
      sink.bytes(fixed.slice(from, fixed.limit() - from));
    }
    sources.clear();
  }

  private void writeTopic(TopicData<S> topic, Encoding encoding, short version) {
    if (version >= FIRST_VERSION_WITH_TOPIC_IDS) {
      writer.writeInt64(topic.id().mostSignificantBits());
      writer.writeInt64(topic.id().leastSignificantBits());
    } else {
      writer.writeString(encoding, topic.name());
    }
    List<PartitionData<S>> partitions = topic.partitions();
    writer.writeLength(encoding, partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      writePartition(partitions.get(i), encoding, version);
    }
    writer.writeNoTaggedFields(encoding);
  }

  private void writePartition(PartitionData<S> partition, Encoding encoding, short version) {
    Offsets offsets = partition.offsets();
    Redirect redirect = partition.redirect();
    writer.writeInt32(partition.partition());
    writer.writeInt16(partition.error().code());
    writer.writeInt64(offsets.highWatermark());
    writer.writeInt64(offsets.lastStableOffset());
    if (version >= FIRST_VERSION_WITH_LOG_START_OFFSET) {
      writer.writeInt64(offsets.logStartOffset());
    }
    writeAborted(partition.abortedTransactions(), encoding);
    if (version >= FIRST_VERSION_WITH_READ_REPLICA) {
      writer.writeInt32(redirect == null ? -1 : redirect.preferredReadReplica());
    }
    writeRecords(partition.records(), encoding);
    if (encoding == Encoding.COMPACT) {
      writePartitionTags(redirect);
    }
  }

  private void writeAborted(@Nullable List<AbortedTransaction> aborted, Encoding encoding) {
    if (aborted == null) {
      writer.writeLength(encoding, WireReader.NULL);
      return;
    }
    writer.writeLength(encoding, aborted.size());
    for (AbortedTransaction transaction : aborted) {
      writer.writeInt64(transaction.producerId());
      writer.writeInt64(transaction.firstOffset());
      writer.writeNoTaggedFields(encoding);
    }
  }

  /// Only the length; no records are an empty run of them and not null, which old clients cannot
  /// read.
  private void writeRecords(@Nullable Records<S> records, Encoding encoding) {
    if (records == null) {
      writer.writeLength(encoding, 0);
      return;
    }
    writer.writeLength(encoding, records.bytes());
    if (sources.size() == cuts.length) {
      cuts = Arrays.copyOf(cuts, 2 * cuts.length);
    }
    cuts[sources.size()] = writer.size();
    sources.add(records.source());
  }

  private void writePartitionTags(@Nullable Redirect redirect) {
    EpochEnd divergence = redirect == null ? null : redirect.divergence();
    LeaderHint leader = redirect == null ? null : redirect.currentLeader();
    writer.writeUnsignedVarint((divergence == null ? 0 : 1) + (leader == null ? 0 : 1));
    if (divergence != null) {
      writer.writeUnsignedVarint(DIVERGENCE_TAG);
      writer.writeUnsignedVarint(DIVERGENCE_BYTES);
      writer.writeInt32(divergence.epoch());
      writer.writeInt64(divergence.endOffset());
      writer.writeNoTaggedFields(Encoding.COMPACT);
    }
    if (leader != null) {
      LeaderFields.writeLeader(writer, CURRENT_LEADER_TAG, leader);
    }
  }
}
