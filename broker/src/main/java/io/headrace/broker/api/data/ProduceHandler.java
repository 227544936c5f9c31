package io.headrace.broker.api.data;

import io.headrace.broker.api.AnswerPart;
import io.headrace.broker.api.FrameCall;
import io.headrace.broker.api.FrameHandler;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.produce.ProduceRequest;
import io.headrace.protocol.produce.ProduceRequest.PartitionRecords;
import io.headrace.protocol.produce.ProduceRequest.TopicRecords;
import io.headrace.protocol.produce.ProduceResponse;
import io.headrace.protocol.produce.ProduceResponse.Failure;
import io.headrace.protocol.produce.ProduceResponse.PartitionResult;
import io.headrace.protocol.produce.ProduceResponse.RecordError;
import io.headrace.protocol.produce.ProduceResponse.TopicResult;
import io.headrace.protocol.produce.ProduceResponseEncoder;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.RecordBatch;
import io.headrace.record.compression.Compression;
import io.headrace.replication.ParkedProduces;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.ProduceRound;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.Input;
import io.headrace.runtime.Clock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Produce: adds one batch to each of the named partitions.
///
/// The batches stay where the network put them; leaders check them there, and the log writes them
/// from there before the turn ends. The answer leaves when every partition has what `acks` asks
/// for, or `REQUEST_TIMED_OUT` after the request's own time limit. With `acks=0` there is none, and
/// an error closes the connection, as Kafka does.
public final class ProduceHandler implements FrameHandler {

  private static final short FIRST_VERSION_WITH_ZSTD = 7;
  private static final short FIRST_VERSION_WITH_LEADER_HINTS = 10;

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;
  private final ParkedProduces parked;
  private final Clock clock;
  private final Predicate<String> isInternal;
  private final ProduceResponseEncoder encoder = new ProduceResponseEncoder();

  /// @param isInternal whether a topic of this name is the broker's own, closed to clients
  public ProduceHandler(
      Supplier<ClusterImage> image,
      Partitions partitions,
      ParkedProduces parked,
      Clock clock,
      Predicate<String> isInternal) {
    this.image = image;
    this.partitions = partitions;
    this.parked = parked;
    this.clock = clock;
    this.isInternal = isInternal;
  }

  // hot: ProduceBenchmark
  @Override
  public void handle(FrameCall call) {
    switch (ProduceRequest.decode(call.header(), call.frame())) {
      case Decoding.Malformed<ProduceRequest> malformed -> call.close(malformed.reason());
      case Decoding.Decoded<ProduceRequest> decoded -> produce(call, decoded.value());
    }
  }

  private void produce(FrameCall call, ProduceRequest request) {
    Acks acks = Acks.ofWire(request.acks());
    int count = 0;
    for (TopicRecords topic : request.topics()) {
      count += topic.partitions().size();
    }
    if (count == 0) {
      answer(call, request, acks, List.of());
      return;
    }
    var round =
        new ProduceRound(
            count,
            call.<List<AppendResult>>later(results -> answer(call, request, acks, results))
                ::accept);
    int index = 0;
    for (TopicRecords topic : request.topics()) {
      for (PartitionRecords each : topic.partitions()) {
        append(request, topic, each, acks, round, index++);
      }
    }
    parked.park(round, request.timeoutMs());
  }

  private void append(
      ProduceRequest request,
      TopicRecords topic,
      PartitionRecords each,
      @Nullable Acks acks,
      ProduceRound round,
      int index) {
    if (acks == null) {
      round.onResult(index, AppendResult.refused(ErrorCode.INVALID_REQUIRED_ACKS));
      return;
    }
    boolean byId = request.version() >= ProduceRequest.FIRST_VERSION_WITH_TOPIC_IDS;
    Partition partition =
        byId
            ? partitions.find(topic.id(), each.partition())
            : partitions.find(topic.name(), each.partition());
    if (partition == null) {
      round.onResult(index, AppendResult.refused(notHere(request.version(), topic, each)));
      return;
    }
    ByteBuffer records = each.records();
    AppendResult refusal = refusal(request, partition, records);
    if (refusal != null || records == null) {
      round.onResult(index, refusal != null ? refusal : noRecords());
      return;
    }
    partition.append(
        new Input.ClientAppend(records, acks, Writer.CLIENT, clock.wallMs(), round.ticket(index)));
  }

  private ErrorCode notHere(short version, TopicRecords topic, PartitionRecords each) {
    TopicImage known = find(version, topic);
    if (known == null && version >= ProduceRequest.FIRST_VERSION_WITH_TOPIC_IDS) {
      return ErrorCode.UNKNOWN_TOPIC_ID;
    }
    return partitions.errorFor(known, each.partition());
  }

  private @Nullable TopicImage find(short version, TopicRecords topic) {
    return version >= ProduceRequest.FIRST_VERSION_WITH_TOPIC_IDS
        ? image.get().topic(topic.id())
        : image.get().topic(topic.name());
  }

  /// What needs no look into the batch beyond its header; null if nothing speaks against it.
  private @Nullable AppendResult refusal(
      ProduceRequest request, Partition partition, @Nullable ByteBuffer records) {
    if (isInternal.test(partition.name().topic())) {
      return AppendResult.refused(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    if (records == null || records.remaining() < RecordBatch.HEADER_BYTES) {
      return noRecords();
    }
    if (request.version() < FIRST_VERSION_WITH_ZSTD && isZstd(records)) {
      return AppendResult.refused(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    }
    return null;
  }

  /// Only a batch of today's format has its codec there; what is older is refused for that.
  private static boolean isZstd(ByteBuffer records) {
    int start = records.position();
    short attributes = records.getShort(start + RecordBatch.ATTRIBUTES_AT);
    return records.get(start + RecordBatch.MAGIC_AT) == RecordBatch.MAGIC
        && (attributes & RecordBatch.COMPRESSION_MASK) == Compression.ZSTD.id();
  }

  private static AppendResult noRecords() {
    return AppendResult.refused(
        ErrorCode.INVALID_RECORD, "exactly one batch is required for each partition");
  }

  private void answer(
      FrameCall call, ProduceRequest request, @Nullable Acks acks, List<AppendResult> results) {
    if (acks == Acks.NONE) {
      answerNothing(call, results);
      return;
    }
    var hints = new LeaderHints(image.get(), call.listener());
    var topics = new ArrayList<TopicResult>(request.topics().size());
    int index = 0;
    for (TopicRecords topic : request.topics()) {
      var ofTopic = new ArrayList<PartitionResult>(topic.partitions().size());
      for (PartitionRecords each : topic.partitions()) {
        ofTopic.add(result(request, topic, each.partition(), results.get(index++), hints));
      }
      topics.add(new TopicResult(topic.name(), topic.id(), ofTopic));
    }
    var response = new ProduceResponse(topics, 0, hints.endpoints());
    call.reply(List.of(new AnswerPart.Bytes(encoder.encode(call.header(), response))));
  }

  private static void answerNothing(FrameCall call, List<AppendResult> results) {
    for (AppendResult result : results) {
      if (result instanceof AppendResult.Refused refused) {
        call.close("produce with acks=0 failed: " + refused.error());
        return;
      }
    }
    call.replyNothing();
  }

  private PartitionResult result(
      ProduceRequest request,
      TopicRecords topic,
      int partition,
      AppendResult result,
      LeaderHints hints) {
    return switch (result) {
      case AppendResult.Stored stored ->
          new PartitionResult(
              partition,
              ErrorCode.NONE,
              stored.baseOffset(),
              stored.logAppendTimeMs(),
              stored.logStartOffset(),
              null);
      case AppendResult.Refused refused -> {
        LeaderHint leader =
            request.version() < FIRST_VERSION_WITH_LEADER_HINTS
                ? null
                : hints.hintFor(refused.error(), find(request.version(), topic), partition);
        var records =
            refused.records().stream()
                .map(each -> new RecordError(each.batchIndex(), each.message()))
                .toList();
        yield PartitionResult.failed(
            partition, refused.error(), new Failure(refused.message(), records, leader));
      }
    };
  }
}
