package io.headrace.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Writes random but well-formed frames of any API and version, straight from Kafka's schemas.
final class RandomMessages {

  private static final int MAX_FRAME_BYTES = 64 * 1024;
  private static final int MAX_ELEMENTS = 3;

  private final Random random;
  private final ByteBuffer out = ByteBuffer.allocate(MAX_FRAME_BYTES);

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /// Some version of some API that has any.
  RequestHeader anyHeader() {
    ApiKey[] keys = ApiKey.values();
    ApiKey key = keys[random.nextInt(keys.length)];
    while (key.highestVersion() < key.lowestVersion()) {
      key = keys[random.nextInt(keys.length)];
    }
    int versions = key.highestVersion() - key.lowestVersion() + 1;
    short version = (short) (key.lowestVersion() + random.nextInt(versions));
    return new RequestHeader(key, version, random.nextInt(), "client", 0);
  }

  /// A whole frame: header and body.
  ByteBuffer frame(RequestHeader header) {
    out.clear();
    out.putShort(header.apiKey().id()).putShort(header.version()).putInt(header.correlationId());
    out.putShort((short) 6).put("client".getBytes(StandardCharsets.US_ASCII));
    if (header.apiKey().isFlexible(header.version())) {
      writeTaggedFields(Map.of());
    }
    Schema[] schemas = ApiMessageType.fromApiKey(header.apiKey().id()).requestSchemas();
    write(schemas[header.version()]);
    byte[] frame = new byte[out.position()];
    out.flip().get(frame);
    return ByteBuffer.wrap(frame);
  }

  private void write(Type type) {
    if (type instanceof Schema schema) {
      writeStruct(schema);
    } else if (type instanceof TaggedFields tagged) {
      writeTaggedFields(tagged.fields());
    } else if (type.isArray()) {
      writeArray(type);
    } else {
      writePrimitive(type);
    }
  }

  private void writeStruct(Schema schema) {
    if (schema.isNullable()) {
      boolean isNull = random.nextInt(3) == 0;
      out.put((byte) (isNull ? -1 : 1));
      if (isNull) {
        return;
      }
    }
    for (BoundField field : schema.fields()) {
      write(field.def.type);
    }
  }

  private void writeArray(Type type) {
    boolean isNull = type.isNullable() && random.nextInt(4) == 0;
    int count = isNull ? -1 : random.nextInt(MAX_ELEMENTS + 1);
    if (type instanceof CompactArrayOf) {
      writeUnsignedVarint(count + 1);
    } else {
      out.putInt(count);
    }
    for (int i = 0; i < count; i++) {
      write(type.arrayElementType().orElseThrow());
    }
  }

  private void writeTaggedFields(Map<Integer, Field> known) {
    int unknown = random.nextInt(4) == 0 ? 1 : 0;
    writeUnsignedVarint(known.size() + unknown);
    for (Map.Entry<Integer, Field> field : known.entrySet()) {
      writeUnsignedVarint(field.getKey());
      int sizeAt = out.position();
      write(field.getValue().type);
      byte[] content = new byte[out.position() - sizeAt];
      out.get(sizeAt, content).position(sizeAt);
      writeUnsignedVarint(content.length);
      out.put(content);
    }
    if (unknown > 0) {
      writeUnsignedVarint(1_000);
      writeUnsignedVarint(3);
      out.put(new byte[3]);
    }
  }

  private void writePrimitive(Type type) {
    switch (type.toString()) {
      case "BOOLEAN" -> out.put((byte) random.nextInt(2));
      case "INT8" -> out.put((byte) random.nextInt());
      case "INT16", "UINT16" -> out.putShort((short) random.nextInt());
      case "INT32", "UINT32" -> out.putInt(random.nextInt());
      case "INT64" -> out.putLong(random.nextLong());
      case "FLOAT64" -> out.putDouble(random.nextInt());
      case "UUID" -> out.putLong(random.nextLong()).putLong(random.nextLong());
      default -> writeTextOrBytes(type);
    }
  }

  private void writeTextOrBytes(Type type) {
    boolean isNull = type.isNullable() && random.nextInt(4) == 0;
    byte[] bytes = ("text-" + random.nextInt(1_000)).getBytes(StandardCharsets.US_ASCII);
    int length = isNull ? -1 : bytes.length;
    switch (type.toString()) {
      case "STRING", "NULLABLE_STRING" -> out.putShort((short) length);
      case "BYTES", "NULLABLE_BYTES", "RECORDS", "NULLABLE_RECORDS" -> out.putInt(length);
      default -> writeUnsignedVarint(length + 1);
    }
    if (!isNull) {
      out.put(bytes);
    }
  }

  private void writeUnsignedVarint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
