package io.headrace.microbench.stage;

import io.headrace.network.Request.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Requests as they arrive, and answers as they leave, without the length in front.
public final class Frames {

  private Frames() {}

  /// A request in memory as the network has it: outside of the heap.
  public static ByteBuffer of(ApiMessage request, int version) {
    ApiKeys apiKey = ApiKeys.forId(request.apiKey());
    var header =
        new RequestHeaderData()
            .setRequestApiKey(apiKey.id)
            .setRequestApiVersion((short) version)
            .setCorrelationId(7)
            .setClientId("benchmark");
    short headerVersion = apiKey.requestHeaderVersion((short) version);
    var cache = new ObjectSerializationCache();
    int size = header.size(cache, headerVersion) + request.size(cache, (short) version);
    ByteBuffer frame = ByteBuffer.allocateDirect(size);
    var out = new ByteBufferAccessor(frame);
    header.write(out, cache, headerVersion);
    request.write(out, cache, (short) version);
    return frame.flip();
  }

  /// A request to store one batch with acks=all.
  public static ByteBuffer produce(int partition, ByteBuffer batch) {
    var request = new ProduceRequestData().setAcks((short) -1).setTimeoutMs(30_000);
    var ofTopic = new TopicProduceData().setName(StagedNode.TOPIC);
    ofTopic
        .partitionData()
        .add(
            new PartitionProduceData()
                .setIndex(partition)
                .setRecords(MemoryRecords.readableRecords(batch)));
    request.topicData().add(ofTopic);
    return of(request, 12);
  }

  /// What an answer says.
  ///
  /// @param message an empty one of its kind
  public static <A extends ApiMessage> A body(
      List<Part> answer, short apiKey, int version, A message) {
    var in = new ByteBufferAccessor(bytes(answer));
    short headerVersion = ApiKeys.forId(apiKey).responseHeaderVersion((short) version);
    new ResponseHeaderData().read(in, headerVersion);
    message.read(in, (short) version);
    return message;
  }

  private static ByteBuffer bytes(List<Part> answer) {
    var bytes = new ByteArrayOutputStream();
    for (Part part : answer) {
      ByteBuffer piece =
          switch (part) {
            case Part.Bytes it -> it.bytes().duplicate();
            case Part.File it -> read(it);
          };
      byte[] array = new byte[piece.remaining()];
      piece.get(array);
      bytes.writeBytes(array);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static ByteBuffer read(Part.File file) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(file.slice().length());
      file.slice().read(bytes, 0);
      return bytes.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      file.slice().release();
    }
  }

  /// Lets go of the files in an answer, as the network does when it is sent; returns its bytes.
  public static int release(List<Part> answer) {
    int bytes = 0;
    for (Part part : answer) {
      switch (part) {
        case Part.Bytes it -> bytes += it.bytes().remaining();
        case Part.File it -> {
          bytes += it.slice().length();
          it.slice().release();
        }
      }
    }
    return bytes;
  }
}
