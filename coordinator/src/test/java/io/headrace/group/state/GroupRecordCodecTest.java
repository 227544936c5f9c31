package io.headrace.group.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.base.TopicId;
import io.headrace.base.TopicPartition;
import io.headrace.group.state.GroupRecord.GroupStored;
import io.headrace.group.state.GroupRecord.OffsetCommitted;
import io.headrace.group.state.GroupRecord.OffsetRemoved;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bytes in here were written by Apache Kafka 4.3.1.
final class GroupRecordCodecTest {

  private static final String OFFSET_KEY = "00010002673100017400000000";
  private static final String OFFSET_VALUE =
      "0004000000000000000500000007056d657461000001a2041bfc8c0100105f743b8dcc9549948b26f663c9ddfa34";
  private static final String GROUP_KEY = "000200026731";
  private static final String GROUP_VALUE =
      "00030008636f6e73756d657200000001000572616e67650029696e73742d66303364336434642d356266312d34"
          + "6235352d383363632d616231643663326466633738000001a2041bfbd1000000010029696e73742d66303364"
          + "336434642d356266312d346235352d383363632d6162316436633264666337380004696e7374001063"
          + "6f6e73756d65722d67312d696e7374000a2f3132372e302e302e31000493e00000afc8000000170003000000"
          + "01000174ffffffff00000000ffffffffffff00000019000300000001000174000000020000000000000001"
          + "ffffffff";

  private final GroupRecordCodec codec = new GroupRecordCodec();

  @Test
  void anOffsetIsReadAndWrittenAsKafkaDoes() {
    var committed = (OffsetCommitted) read(OFFSET_KEY, OFFSET_VALUE);

    assertThat(committed)
        .isEqualTo(
            new OffsetCommitted(
                "g1",
                new TopicPartition("t", 0),
                new CommittedOffset(
                    5,
                    7,
                    "meta",
                    1_795_365_272_716L,
                    CommittedOffset.NO_EXPIRY,
                    TopicId.parse("X3Q7jcyVSZSLJvZjyd36NA"))));
    assertThat(hex(codec.key(committed))).isEqualTo(OFFSET_KEY);
    assertThat(hex(Objects.requireNonNull(codec.value(committed)))).isEqualTo(OFFSET_VALUE);
  }

  @Test
  void aGroupIsReadAndWrittenAsKafkaDoes() {
    var stored = (GroupStored) read(GROUP_KEY, GROUP_VALUE);

    assertThat(stored.metadata().generation()).isEqualTo(1);
    assertThat(stored.metadata().protocolName()).isEqualTo("range");
    MemberMetadata member = stored.metadata().members().getFirst();
    assertThat(member.memberId()).isEqualTo(stored.metadata().leaderId());
    assertThat(member.groupInstanceId()).isEqualTo("inst");
    assertThat(member.clientHost()).isEqualTo("/127.0.0.1");
    assertThat(List.of(member.rebalanceTimeoutMs(), member.sessionTimeoutMs()))
        .containsExactly(300_000, 45_000);
    assertThat(hex(codec.key(stored))).isEqualTo(GROUP_KEY);
    assertThat(hex(Objects.requireNonNull(codec.value(stored)))).isEqualTo(GROUP_VALUE);
  }

  @Test
  void anOffsetThatExpiresByItselfIsWrittenInTheVersionThatCanSaySo() {
    var offset = new CommittedOffset(5, CommittedOffset.NO_LEADER_EPOCH, "m", 10, 20, TopicId.ZERO);
    var committed = new OffsetCommitted("g1", new TopicPartition("t", 0), offset);

    ByteBuffer value = Objects.requireNonNull(codec.value(committed));

    assertThat(hex(value))
        .isEqualTo(
            "0001" + "0000000000000005" + "00016d" + "000000000000000a" + "0000000000000014");
    assertThat(codec.read(codec.key(committed), value)).isEqualTo(committed);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000000500016d000000000000000a",
    "0002000000000000000500016d000000000000000a",
    "00030000000000000005ffffffff00016d000000000000000a",
    "00040000000000000005ffffffff026d000000000000000a00",
    "00040000000000000005ffffffff026d000000000000000a0105020909",
  })
  void offsetsOfEveryVersionAreRead(String value) {
    var committed = (OffsetCommitted) read(OFFSET_KEY, value);

    assertThat(committed.offset())
        .isEqualTo(new CommittedOffset(5, -1, "m", 10, CommittedOffset.NO_EXPIRY, TopicId.ZERO));
  }

  @Test
  void aGroupOfTheOldestVersionHasItsSessionTimeoutForRebalancesToo() {
    String value =
        "0000"
            + "0001"
            + "63"
            + "00000003"
            + "0001"
            + "72"
            + "0001"
            + "61"
            + "00000001"
            + "0001"
            + "61"
            + "0001"
            + "62"
            + "0001"
            + "63"
            + "00002710"
            + "00000000"
            + "00000000";

    var stored = (GroupStored) read(GROUP_KEY, value);

    assertThat(stored.metadata().members())
        .containsExactly(
            new MemberMetadata("a", null, "b", "c", 10_000, 10_000, Blob.EMPTY, Blob.EMPTY));
  }

  @Test
  void aKeyWithoutValueIsARemoval() {
    assertThat(codec.read(bytes(OFFSET_KEY), null))
        .isEqualTo(new OffsetRemoved("g1", new TopicPartition("t", 0)));
    assertThat(codec.read(bytes(GROUP_KEY), null)).isEqualTo(new GroupRecord.GroupRemoved("g1"));
  }

  @Test
  void recordsOfOtherKindsOfGroupsAreLeftAlone() {
    assertThat(codec.read(bytes("000300026731"), bytes("0000"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "000100026731, 0004",
    "00010002673100017400000000, 000400000000",
    "00010002673100017400000000, 0009",
    "000200026731, 00030001630000000300ff",
    "000200026731, 00030000000000000000ffffffff00000000000000007fffffff",
  })
  void nonsenseIsRefused(String key, String value) {
    assertThatThrownBy(() -> codec.read(bytes(key), bytes(value)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private GroupRecord read(String key, String value) {
    return Objects.requireNonNull(codec.read(bytes(key), bytes(value)));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
