package io.headrace.metadata.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ConfigResource.Type;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MetadataCodecTest {

  private static final TopicId TOPIC = new TopicId(7, -9);

  static Stream<MetadataRecord> oneOfEach() {
    return Stream.of(
        new MetadataRecord.ClusterFormed("MkU3OEVBNTcwNTJENDM2Qg"),
        new MetadataRecord.FeatureLevel("group.version", 1),
        new MetadataRecord.BrokerRegistered(
            3, 17, new Incarnation(-1, 5), "räck", List.of(new Endpoint("PLAINTEXT", "::1", 9092))),
        new MetadataRecord.BrokerRegistered(
            0,
            -1,
            new Incarnation(0, 0),
            null,
            List.of(),
            List.of(new SupportedFeature("metadata.version", 7, 29)),
            List.of(new DirectoryId(-1, 4)),
            Standing.FENCED),
        new MetadataRecord.BrokerStandingChanged(3, 17, Standing.LEAVING),
        new MetadataRecord.BrokerUnregistered(3, 17),
        new MetadataRecord.TopicCreated(TOPIC, "orders"),
        new MetadataRecord.TopicDeleted(TOPIC),
        new MetadataRecord.PartitionsAdded(
            TOPIC,
            300,
            List.of(List.of(1, 2, 3), List.of(Integer.MAX_VALUE)),
            List.of(List.of(2), List.of(Integer.MAX_VALUE))),
        new MetadataRecord.PartitionChanged(TOPIC, partition(12, -1, List.of())),
        new MetadataRecord.ConfigChanged(
            new ConfigResource(Type.TOPIC, "orders"), "retention.ms", "-1"),
        new MetadataRecord.ConfigChanged(new ConfigResource(Type.BROKER, ""), "log.dirs", null),
        new MetadataRecord.ProducerIdsAllocated(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void comesBackAsItWas(MetadataRecord record) {
    assertThat(decode(MetadataCodec.encode(record))).isEqualTo(record);
  }

  @Test
  void bytesAreThoseOfTheFormatPage() {
    byte[] bytes =
        MetadataCodec.encode(
            new MetadataRecord.PartitionChanged(TOPIC, partition(300, 4, List.of(4))));

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "0900"
                + "0000000000000007fffffffffffffff7"
                + "ac02"
                + "05"
                + "09"
                + "0a"
                + "03040506"
                + "0105"
                + "0106"
                + "0104"
                + "0107");
  }

  @ParameterizedTest
  @MethodSource("oneOfEach")
  void everyPrefixIsRefused(MetadataRecord record) {
    byte[] bytes = MetadataCodec.encode(record);
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer prefix = ByteBuffer.wrap(bytes, 0, length).slice();
      assertThatThrownBy(() -> MetadataCodec.decode(prefix))
          .isInstanceOf(DamagedRecordException.class);
    }
  }

  @Test
  void trailingBytesANewerVersionAndAnUnknownTypeAreRefused() {
    assertThatThrownBy(() -> decode(new byte[] {1, 0, 0, 0}))
        .hasMessageContaining("1 bytes behind a record of type 1");
    assertThatThrownBy(() -> decode(new byte[] {1, 1, 0})).hasMessageContaining("newer release");
    assertThatThrownBy(() -> decode(new byte[] {99, 0})).hasMessageContaining("unknown type 99");
  }

  @Test
  void aHugeCountIsNotBelieved() {
    byte[] bytes = new byte[24];
    bytes[0] = 8;
    System.arraycopy(HexFormat.of().parseHex("ffffffff07"), 0, bytes, 19, 5);

    assertThatThrownBy(() -> decode(bytes)).hasMessageContaining("wanted");
  }

  @Test
  void randomDamageIsRefusedOrReadsAsSomeRecord() {
    List<MetadataRecord> records = oneOfEach().toList();
    for (int seed = 0; seed < 50_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = MetadataCodec.encode(records.get(random.nextInt(records.size())));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        MetadataRecord read = decode(bytes);
        assertThat(decode(MetadataCodec.encode(read))).as("seed " + seed).isEqualTo(read);
      } catch (DamagedRecordException _) {
        // what damage is meant to lead to
      }
    }
  }

  private static PartitionImage partition(int number, int leader, List<Integer> inSync) {
    return new PartitionImage(
        number, leader, 9, 10, List.of(4, 5, 6), List.of(5), List.of(6), inSync, List.of(7));
  }

  private static MetadataRecord decode(byte[] bytes) {
    return MetadataCodec.decode(ByteBuffer.wrap(bytes));
  }
}
