package io.headrace.broker.api.data;

import io.headrace.broker.api.AnswerPart;
import io.headrace.broker.api.FrameCall;
import io.headrace.broker.api.FrameHandler;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.LeaderHint;
import io.headrace.protocol.RequestDecoder;
import io.headrace.protocol.fetch.FetchResponse;
import io.headrace.protocol.fetch.FetchResponse.Offsets;
import io.headrace.protocol.fetch.FetchResponse.PartitionData;
import io.headrace.protocol.fetch.FetchResponse.Records;
import io.headrace.protocol.fetch.FetchResponse.Redirect;
import io.headrace.protocol.fetch.FetchResponse.TopicData;
import io.headrace.protocol.fetch.FetchResponseEncoder;
import io.headrace.protocol.fetch.PartSink;
import io.headrace.replication.FetchRound;
import io.headrace.replication.Fetched;
import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.ParkedFetches;
import io.headrace.replication.Partition;
import io.headrace.replication.Partitions;
import io.headrace.replication.ReadablePartition;
import io.headrace.replication.Wanted;
import io.headrace.runtime.FileSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// Fetch: reads batches of the named partitions up to their high watermarks.
///
/// The answer leaves at once when it has `min.bytes`, else when it does or `max.wait.ms` is over.
/// Records go from the segment files to the socket. Followers are served where brokers fetch
/// ([FetchOfReplica]); anybody else who poses as a replica is refused.
public final class FetchHandler implements FrameHandler {

  private static final short FIRST_VERSION_WITH_ERROR = 7;
  private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;
  private static final short FIRST_VERSION_WITH_RACK = 11;
  private static final int READ_COMMITTED = 1;

  private final Supplier<ClusterImage> image;
  private final Partitions partitions;
  private final ParkedFetches parked;
  private final FetchContexts contexts;
  private final FetchOfReplica replicas;
  private final NearestReplica nearest;
  private final int maxBytes;
  private final RequestDecoder decoder = new RequestDecoder();
  private final FetchResponseEncoder<FileSlice> encoder = new FetchResponseEncoder<>();

  /// @param isForBrokers whether brokers fetch by the listener of this name
  /// @param maxBytes `fetch.max.bytes`: how large an answer may be, whatever the client allows
  public FetchHandler(
      Supplier<ClusterImage> image,
      Partitions partitions,
      ParkedFetches parked,
      FetchContexts contexts,
      Predicate<String> isForBrokers,
      NearestReplica nearest,
      int maxBytes) {
    this.image = image;
    this.partitions = partitions;
    this.parked = parked;
    this.contexts = contexts;
    this.nearest = nearest;
    this.replicas = new FetchOfReplica(image, isForBrokers);
    this.maxBytes = maxBytes;
  }

  // hot: FetchBenchmark
  @Override
  public void handle(FrameCall call) {
    switch (decoder.decode(call.header(), call.frame())) {
      case Decoding.Malformed<ApiMessage> malformed -> call.close(malformed.reason());
      case Decoding.Decoded<ApiMessage> decoded -> fetch(call, (FetchRequestData) decoded.value());
    }
  }

  /// Serves a request that was decoded already.
  public void fetch(FrameCall call, FetchRequestData request) {
    if (request.replicaId() >= 0 || request.replicaState().replicaId() >= 0) {
      serveReplica(call, request);
      return;
    }
    boolean withTopicIds = call.header().version() >= FIRST_VERSION_WITH_TOPIC_IDS;
    switch (contexts.contextOf(request, withTopicIds)) {
      case FetchContext.Refused refused -> refuse(call, refused.error());
      case FetchContext.Reading reading -> read(call, request, reading);
    }
  }

  private void serveReplica(FrameCall call, FetchRequestData request) {
    ErrorCode refusal = replicas.refusal(call.listener(), call.header().version(), request);
    if (refusal != ErrorCode.NONE) {
      refuse(call, refusal);
      return;
    }
    partitions
        .sessions()
        .fetch(
            FetchOfReplica.asked(request, maxBytes),
            call.connection(),
            call.<FollowerAnswer>later(answer -> answerReplica(call, answer))::accept);
  }

  private void answerReplica(FrameCall call, FollowerAnswer answer) {
    List<AnswerPart> parts;
    try {
      parts = encode(call, FetchOfReplica.response(answer));
    } catch (RuntimeException mistake) {
      answer.release();
      throw mistake;
    }
    call.reply(parts);
  }

  private void refuse(FrameCall call, ErrorCode error) {
    if (call.header().version() < FIRST_VERSION_WITH_ERROR) {
      call.close("fetch refused: " + error);
    } else {
      call.reply(encode(call, FetchResponse.failed(error)));
    }
  }

  private void read(FrameCall call, FetchRequestData request, FetchContext.Reading reading) {
    var asking = new Asking(call.header().version(), request.rackId());
    FetchContext.Targeted targeted =
        reading.scope((target, position) -> wanted(target, position, asking));
    int bytes = Math.min(request.maxBytes(), maxBytes);
    var limits =
        new FetchRound.Limits(Math.min(request.minBytes(), bytes), bytes, request.maxWaitMs());
    boolean committedOnly = request.isolationLevel() == READ_COMMITTED;
    var round =
        new FetchRound(
            targeted.scope(),
            limits,
            call.<List<Fetched>>later(
                    found -> answer(call, reading, targeted.targets().get(), found, committedOnly))
                ::accept);
    parked.answerOrPark(round, call.connection());
  }

  /// Who reads, as far as it matters where from.
  private record Asking(short version, String rack) {
    boolean mayReadFromFollowers() {
      return version >= FIRST_VERSION_WITH_RACK;
    }
  }

  private Wanted wanted(FetchTarget target, FetchTarget.Position position, Asking asking) {
    Partition partition =
        target.name().isEmpty()
            ? partitions.find(target.id(), target.partition())
            : partitions.find(target.name(), target.partition());
    if (partition != null) {
      return Wanted.of(
              partition, position.offset(), position.currentLeaderEpoch(), position.maxBytes())
          .nearerAt(nearest.insteadOf(partition, asking.rack(), position.offset()));
    }
    TopicImage topic = topicOf(target);
    ReadablePartition followed =
        topic == null || !asking.mayReadFromFollowers()
            ? null
            : partitions.findReadable(topic.id(), target.partition());
    if (followed != null) {
      return Wanted.of(
          followed, position.offset(), position.currentLeaderEpoch(), position.maxBytes());
    }
    return Wanted.refused(
        topic == null && target.name().isEmpty()
            ? ErrorCode.UNKNOWN_TOPIC_ID
            : partitions.errorFor(topic, target.partition()));
  }

  private @Nullable TopicImage topicOf(FetchTarget target) {
    return target.name().isEmpty()
        ? image.get().topic(target.id())
        : image.get().topic(target.name());
  }

  /// Whoever answers takes the slices along; a mistake on the way there lets go of them.
  private void answer(
      FrameCall call,
      FetchContext.Reading reading,
      List<FetchTarget> targets,
      List<Fetched> found,
      boolean committedOnly) {
    List<AnswerPart> parts;
    try {
      parts = encode(call, response(call, reading, targets, found, committedOnly));
    } catch (RuntimeException mistake) {
      found.forEach(Fetched::release);
      throw mistake;
    }
    call.reply(parts);
  }

  private FetchResponse<FileSlice> response(
      FrameCall call,
      FetchContext.Reading reading,
      List<FetchTarget> targets,
      List<Fetched> found,
      boolean committedOnly) {
    var hints = new LeaderHints(image.get(), call.listener());
    var all = new ArrayList<Map.Entry<FetchTarget, PartitionData<FileSlice>>>(found.size());
    for (int i = 0; i < found.size(); i++) {
      FetchTarget target = targets.get(i);
      all.add(Map.entry(target, data(target, found.get(i), committedOnly, hints)));
    }
    var told = reading.answer(all);
    return new FetchResponse<>(
        0, ErrorCode.NONE, reading.sessionId(), byTopic(told), hints.endpoints());
  }

  private PartitionData<FileSlice> data(
      FetchTarget target, Fetched fetched, boolean committedOnly, LeaderHints hints) {
    return switch (fetched) {
      case Fetched.Failed failed -> {
        LeaderHint leader = hints.hintFor(failed.error(), topicOf(target), target.partition());
        yield new PartitionData<>(
            target.partition(),
            failed.error(),
            Offsets.UNKNOWN,
            isUnknown(failed.error()) ? List.of() : null,
            null,
            leader == null ? null : Redirect.to(leader));
      }
      case Fetched.Nearer nearer ->
          new PartitionData<>(
              target.partition(),
              ErrorCode.NONE,
              new Offsets(
                  nearer.highWatermark(), nearer.lastStableOffset(), nearer.logStartOffset()),
              null,
              null,
              new Redirect(nearer.brokerId(), null, null));
      case Fetched.Data data -> {
        var slice = data.slice();
        yield new PartitionData<>(
            target.partition(),
            ErrorCode.NONE,
            new Offsets(data.highWatermark(), data.lastStableOffset(), data.logStartOffset()),
            committedOnly ? List.of() : null,
            slice == null ? null : new Records<>(slice.bytes(), slice.bytes().length()),
            null);
      }
    };
  }

  /// Kafka tells no aborted transactions of what it does not know, and nothing of them otherwise.
  private static boolean isUnknown(ErrorCode error) {
    return error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION || error == ErrorCode.UNKNOWN_TOPIC_ID;
  }

  private static List<TopicData<FileSlice>> byTopic(
      List<Map.Entry<FetchTarget, PartitionData<FileSlice>>> told) {
    var topics = new ArrayList<TopicData<FileSlice>>();
    FetchTarget current = null;
    List<PartitionData<FileSlice>> ofTopic = List.of();
    for (Map.Entry<FetchTarget, PartitionData<FileSlice>> each : told) {
      if (current == null || !current.sameTopic(each.getKey())) {
        current = each.getKey();
        ofTopic = new ArrayList<>();
        topics.add(new TopicData<>(current.name(), current.id(), ofTopic));
      }
      ofTopic.add(each.getValue());
    }
    return topics;
  }

  private List<AnswerPart> encode(FrameCall call, FetchResponse<FileSlice> response) {
    var parts = new ArrayList<AnswerPart>();
    encoder.encode(
        call.header(),
        response,
        new PartSink<>() {
          @Override
          public void bytes(ByteBuffer bytes) {
            parts.add(new AnswerPart.Bytes(bytes));
          }

          @Override
          public void records(FileSlice slice) {
            parts.add(new AnswerPart.File(slice));
          }
        });
    return parts;
  }
}
