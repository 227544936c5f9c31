package io.headrace.broker.api.data;

import io.headrace.base.TopicId;
import io.headrace.broker.api.FrameCall;
import io.headrace.broker.api.FrameHandler;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.KafkaIds;
import io.headrace.protocol.RequestDecoder;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.protocol.ApiMessage;

/// Fetch on the controller listener: by nodes that follow the metadata log, and by those that
/// follow what this broker leads.
public final class NodeFetchHandler implements FrameHandler {

  /// Serves what is no fetch of the metadata log; it was decoded to find that out.
  @FunctionalInterface
  public interface OfReplicas {
    void fetch(FrameCall call, FetchRequestData request);
  }

  /// `__cluster_metadata` has an id that no other topic gets.
  private static final TopicId METADATA = new TopicId(0, 1);

  private final FrameHandler ofMetadata;
  private final OfReplicas ofReplicas;
  private final RequestDecoder decoder = new RequestDecoder();

  public NodeFetchHandler(FrameHandler ofMetadata, OfReplicas ofReplicas) {
    this.ofMetadata = ofMetadata;
    this.ofReplicas = ofReplicas;
  }

  @Override
  public void handle(FrameCall call) {
    switch (decoder.decode(call.header(), call.frame())) {
      case Decoding.Malformed<ApiMessage> malformed -> call.close(malformed.reason());
      case Decoding.Decoded<ApiMessage> decoded -> fetch(call, (FetchRequestData) decoded.value());
    }
  }

  private void fetch(FrameCall call, FetchRequestData request) {
    if (isOfMetadata(request)) {
      ofMetadata.handle(call);
    } else {
      ofReplicas.fetch(call, request);
    }
  }

  /// A fetch of the metadata log names it always; one of replicas may name nothing in its session.
  private static boolean isOfMetadata(FetchRequestData request) {
    for (FetchTopic topic : request.topics()) {
      if (KafkaIds.fromKafka(topic.topicId()).equals(METADATA) || !topic.topic().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
