package io.headrace.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.record.BatchBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Writes messages that are well formed by their schema, or nearly so, with values nobody sane
/// would send: some that name what is there, so that they get far, and some from the edges.
final class HostileBytes {

  private static final List<String> STRINGS =
      List.of(
          "orders",
          "orders",
          "orders",
          "__consumer_offsets",
          "new",
          "group",
          "group",
          "other",
          "",
          "..",
          "a/b",
          "\0",
          "é\uD83D\uDE00",
          "x".repeat(300),
          "consumer",
          "range",
          "range",
          "member",
          "1",
          "-1",
          "0",
          "cleanup.policy",
          "compact",
          "retention.ms",
          "segment.bytes",
          "min.insync.replicas",
          "max.message.bytes",
          "NaN",
          "9999999999999999999",
          "Stable",
          "classic");
  private static final long[] NUMBERS = {
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    2,
    3,
    4,
    6,
    10,
    100,
    6_000,
    10_000,
    30_000,
    65_536,
    -1,
    -1,
    -2,
    -3,
    -4,
    -5,
    -6,
    127,
    128,
    -128,
    32_767,
    -32_768,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    0x7ff8_0000_0000_0000L,
    1_767_225_600_000L
  };

  private final Random random;
  private final List<Uuid> ids;
  private final Knowledge knowledge;
  private final List<String> members = new ArrayList<>(List.of(""));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// What the sender knows and what it does not.
  ///
  /// @param likely what a field of this name could well be, where that is not what clients send
  /// @param secrets numbers that it does not guess
  record Knowledge(Map<String, List<String>> likely, Set<Long> secrets) {
    static final Knowledge NONE = new Knowledge(Map.of(), Set.of());
  }

  /// @param ids some that are known to the node
  HostileBytes(Random random, List<Uuid> ids) {
    this(random, ids, Knowledge.NONE);
  }

  HostileBytes(Random random, List<Uuid> ids, Knowledge knowledge) {
    this.random = random;
    this.ids = ids;
    this.knowledge = knowledge;
  }

  /// Learns what the node calls a member of a group, and uses it from now on.
  void learnMember(String id) {
    members.add(id);
  }

  /// A body of this schema.
  byte[] body(Schema schema) {
    out.reset();
    schema(schema);
    return out.toByteArray();
  }

  /// The same with a few bytes changed, lost, or added.
  byte[] mutated(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 4) : bytes.length;
    byte[] mutated = Arrays.copyOf(bytes, length);
    for (int i = random.nextInt(4); i >= 0 && length > 0; i--) {
      mutated[random.nextInt(length)] = (byte) random.nextInt();
    }
    return mutated;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private long number() {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    return knowledge.secrets().contains(number) ? -1 : number;
  }

  private void schema(Schema schema) {
    for (BoundField field : schema.fields()) {
      List<String> likely = oneIn(3) ? List.of() : likely(field.def.name);
      if (likely.isEmpty()) {
        value(field.def.type);
      } else {
        likely(field.def.type, likely.get(random.nextInt(likely.size())));
      }
    }
  }

  /// What a client that means well could send in a field of this name; empty if anything does.
  private List<String> likely(String field) {
    List<String> known = knowledge.likely().get(field);
    if (known != null) {
      return known;
    }
    return switch (field) {
      case "topic", "topic_name" -> List.of("orders");
      case "session_timeout_ms", "rebalance_timeout_ms" -> List.of("6000", "10000", "30000");
      case "timeout_ms", "max_wait_ms" -> List.of("0", "10", "1000");
      case "min_bytes", "partition_max_bytes", "max_bytes" -> List.of("1", "1000000");
      case "replica_id", "group_instance_id", "current_leader_epoch" -> List.of("-1");
      case "partition", "partition_index", "index", "partition_indexes" -> List.of("0", "1");
      case "session_id", "session_epoch", "key_type", "isolation_level" -> List.of("0");
      case "fetch_offset", "offset" -> List.of("0", "1", "5");
      case "num_partitions", "count" -> List.of("1", "2", "3");
      case "replication_factor" -> List.of("1", "-1");
      case "acks" -> List.of("-1", "1");
      case "group_id", "key" -> List.of("group");
      case "member_id" -> members;
      case "generation_id" -> List.of("1", "2");
      case "protocol_type" -> List.of("consumer");
      case "protocol_name" -> List.of("range");
      default -> List.of();
    };
  }

  private void likely(Type type, String value) {
    String name = type.toString();
    if (name.contains("STRING")) {
      sized(name, value.getBytes(UTF_8));
    } else if (name.startsWith("INT")) {
      fixed(Long.parseLong(value), Integer.parseInt(name.substring(3)) / Byte.SIZE);
    } else {
      value(type);
    }
  }

  private void value(Type type) {
    if (type instanceof Schema nested) {
      boolean there = !type.isNullable() || oneIn(2);
      if (type.isNullable()) {
        fixed(there ? 1 : -1, 1);
      }
      if (there) {
        schema(nested);
      }
    } else if (type instanceof TaggedFields tagged) {
      tagged(tagged);
    } else if (type.isArray()) {
      array(type);
    } else {
      plain(type.toString());
    }
  }

  private void plain(String type) {
    switch (type) {
      case "BOOLEAN" -> fixed(random.nextInt(2), 1);
      case "INT8" -> fixed(number(), 1);
      case "INT16", "UINT16" -> fixed(number(), 2);
      case "INT32", "UINT32" -> fixed(number(), 4);
      case "INT64" -> fixed(number(), 8);
      case "FLOAT64" -> fixed(oneIn(2) ? 0x7ff8_0000_0000_0000L : number(), 8);
      case "UUID" -> uuid();
      case "VARINT", "VARLONG" -> varint(random.nextInt());
      default -> sized(type);
    }
  }

  private void sized(String type) {
    boolean nullable = type.contains("NULLABLE") || type.contains("RECORDS");
    boolean isNull = oneIn(nullable ? 4 : 200);
    byte[] bytes =
        type.contains("STRING")
            ? STRINGS.get(random.nextInt(STRINGS.size())).getBytes(UTF_8)
            : type.contains("RECORDS") ? records() : garbage();
    if (type.contains("COMPACT")) {
      varint(isNull ? 0 : bytes.length + 1);
    } else {
      fixed(isNull ? -1 : bytes.length, type.contains("STRING") ? 2 : 4);
    }
    if (!isNull) {
      out.writeBytes(bytes);
    }
  }

  private void sized(String type, byte[] string) {
    if (type.contains("COMPACT")) {
      varint(string.length + 1);
    } else {
      fixed(string.length, 2);
    }
    out.writeBytes(string);
  }

  private void array(Type type) {
    Type element = type.arrayElementType().orElseThrow();
    boolean compact = type.toString().startsWith("COMPACT");
    boolean isNull = oneIn(type.isNullable() ? 5 : 200);
    int count = isNull ? -1 : random.nextInt(4);
    int told = oneIn(300) ? (int) number() : count;
    if (compact) {
      varint(told + 1);
    } else {
      fixed(told, 4);
    }
    for (int i = 0; i < count; i++) {
      value(element);
    }
  }

  private void tagged(TaggedFields tagged) {
    int count = 0;
    var kept = new ByteArrayOutputStream();
    byte[] before = out.toByteArray();
    for (var field : tagged.fields().entrySet()) {
      if (oneIn(3)) {
        out.reset();
        value(field.getValue().type);
        byte[] bytes = out.toByteArray();
        out.reset();
        varint(field.getKey());
        varint(bytes.length);
        kept.writeBytes(out.toByteArray());
        kept.writeBytes(bytes);
        count++;
      }
    }
    out.reset();
    out.writeBytes(before);
    varint(count);
    out.writeBytes(kept.toByteArray());
  }

  private void uuid() {
    Uuid id =
        oneIn(3) ? new Uuid(random.nextLong(), number()) : ids.get(random.nextInt(ids.size()));
    fixed(id.getMostSignificantBits(), 8);
    fixed(id.getLeastSignificantBits(), 8);
  }

  private void fixed(long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  private void varint(int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(80)];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A good batch, one that lies in its header, or none at all.
  private byte[] records() {
    var builder = BatchBuilder.plain();
    if (oneIn(3)) {
      builder.producer(number(), (short) number(), (int) number());
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      ByteBuffer value = ByteBuffer.wrap(garbage());
      builder.append(1_767_225_600_000L, null, oneIn(3) ? null : value);
    }
    ByteBuffer built = builder.build();
    byte[] batch = new byte[built.remaining()];
    built.get(batch);
    return switch (random.nextInt(5)) {
      case 0, 1 -> batch;
      case 2 -> mutated(batch);
      case 3 -> rechecked(mutated(batch));
      default -> garbage();
    };
  }

  /// With a checksum that fits what the batch says now.
  private static byte[] rechecked(byte[] batch) {
    int crcAt = 17;
    int checkedFrom = 21;
    if (batch.length > checkedFrom) {
      var crc = new CRC32C();
      crc.update(batch, checkedFrom, batch.length - checkedFrom);
      ByteBuffer.wrap(batch).putInt(crcAt, (int) crc.getValue()).putInt(8, batch.length - 12);
    }
    return batch;
  }
}
