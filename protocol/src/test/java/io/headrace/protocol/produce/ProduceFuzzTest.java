package io.headrace.protocol.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.RequestDecoder;
import io.headrace.protocol.RequestHeader;
import io.headrace.record.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;

/// Mutated Produce requests: our own decoder and the one that goes by Kafka's schema must agree on
/// which are malformed, and on what the others say. How to run it longer: see
/// `junit-platform.properties`.
class ProduceFuzzTest {

  private static final RequestDecoder BY_SCHEMA = new RequestDecoder();
  private static final ByteBuffer BATCH = BatchBuilder.plain().append(1, null, null).build();

  @Property
  void bothDecodersAgree(@ForAll long seed) {
    var random = new Random(seed);
    int versions = ApiKey.PRODUCE.highestVersion() - ApiKey.PRODUCE.lowestVersion() + 1;
    short version = (short) (ApiKey.PRODUCE.lowestVersion() + random.nextInt(versions));
    var header = new RequestHeader(ApiKey.PRODUCE, version, 1, null, 0);
    ByteBuffer body = mutated(version, random);

    switch (ProduceRequest.decode(header, body)) {
      case Decoding.Decoded<ProduceRequest>(ProduceRequest ours) ->
          assertThat(describe(ours)).isEqualTo(describe(bySchema(header, body)));
      case Decoding.Malformed<ProduceRequest> _ ->
          assertThat(BY_SCHEMA.decode(header, body)).isInstanceOf(Decoding.Malformed.class);
    }
  }

  private static ByteBuffer mutated(short version, Random random) {
    var request = ProduceCodecTest.kafkaRequest(version, BATCH);
    ByteBuffer body = MessageUtil.toByteBufferAccessor(request, version).buffer();
    for (int left = random.nextInt(3); left > 0; left--) {
      int at = random.nextInt(body.limit());
      body.put(at, (byte) (random.nextBoolean() ? random.nextInt(20) : 0xFF));
    }
    return random.nextInt(8) == 0 ? body.limit(random.nextInt(body.limit())) : body;
  }

  private static ProduceRequestData bySchema(RequestHeader header, ByteBuffer body) {
    return switch (BY_SCHEMA.decode(header, body)) {
      case Decoding.Decoded<ApiMessage>(ApiMessage message) -> (ProduceRequestData) message;
      case Decoding.Malformed<ApiMessage>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static List<String> describe(ProduceRequest request) {
    return request.topics().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(each -> {
                  ByteBuffer records = each.records();
                  int bytes = records == null ? -1 : records.remaining();
                  return topic.name() + each.partition() + ": " + bytes;
                }))
        .toList();
  }

  private static List<String> describe(ProduceRequestData request) {
    return request.topicData().stream()
        .flatMap(topic ->
            topic.partitionData().stream()
                .map(each -> {
                  int bytes = each.records() == null ? -1 : each.records().sizeInBytes();
                  return topic.name() + each.index() + ": " + bytes;
                }))
        .toList();
  }
}
