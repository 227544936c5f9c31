package io.headrace.protocol.schema;

import io.headrace.protocol.schema.MessageShape.Array;
import io.headrace.protocol.schema.MessageShape.Blob;
import io.headrace.protocol.schema.MessageShape.Fixed;
import io.headrace.protocol.schema.MessageShape.OptionalStruct;
import io.headrace.protocol.schema.MessageShape.Struct;
import io.headrace.protocol.schema.MessageShape.Tagged;
import io.headrace.protocol.schema.MessageShape.TaggedField;
import io.headrace.protocol.schema.MessageShape.Text;
import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/// Turns the schemas that Kafka generates with its messages into shapes.
public final class KafkaSchemas {

  private static final Map<Type, MessageShape> PRIMITIVES =
      Map.ofEntries(
          Map.entry(Type.BOOLEAN, new Fixed(1)),
          Map.entry(Type.INT8, new Fixed(1)),
          Map.entry(Type.INT16, new Fixed(2)),
          Map.entry(Type.UINT16, new Fixed(2)),
          Map.entry(Type.INT32, new Fixed(4)),
          Map.entry(Type.UNSIGNED_INT32, new Fixed(4)),
          Map.entry(Type.INT64, new Fixed(8)),
          Map.entry(Type.FLOAT64, new Fixed(8)),
          Map.entry(Type.UUID, new Fixed(16)),
          Map.entry(Type.STRING, new Text(Encoding.FIXED, Nulls.FORBIDDEN)),
          Map.entry(Type.NULLABLE_STRING, new Text(Encoding.FIXED, Nulls.ALLOWED)),
          Map.entry(Type.COMPACT_STRING, new Text(Encoding.COMPACT, Nulls.FORBIDDEN)),
          Map.entry(Type.COMPACT_NULLABLE_STRING, new Text(Encoding.COMPACT, Nulls.ALLOWED)),
          Map.entry(Type.BYTES, new Blob(Encoding.FIXED, Nulls.FORBIDDEN)),
          Map.entry(Type.NULLABLE_BYTES, new Blob(Encoding.FIXED, Nulls.ALLOWED)),
          Map.entry(Type.COMPACT_BYTES, new Blob(Encoding.COMPACT, Nulls.FORBIDDEN)),
          Map.entry(Type.COMPACT_NULLABLE_BYTES, new Blob(Encoding.COMPACT, Nulls.ALLOWED)),
          Map.entry(Type.RECORDS, new Blob(Encoding.FIXED, Nulls.FORBIDDEN)),
          Map.entry(Type.NULLABLE_RECORDS, new Blob(Encoding.FIXED, Nulls.ALLOWED)),
          Map.entry(Type.COMPACT_RECORDS, new Blob(Encoding.COMPACT, Nulls.FORBIDDEN)),
          Map.entry(Type.COMPACT_NULLABLE_RECORDS, new Blob(Encoding.COMPACT, Nulls.ALLOWED)));

  private KafkaSchemas() {}

  /// The shape of everything a schema describes.
  ///
  /// @throws IllegalArgumentException for a type that no message of Kafka 4.3 uses
  public static MessageShape shapeOf(Schema schema) {
    return shape(schema);
  }

  private static MessageShape shape(Type type) {
    MessageShape primitive = PRIMITIVES.get(type);
    if (primitive != null) {
      return primitive;
    }
    if (type instanceof Schema schema) {
      Struct struct = struct(schema);
      return schema.isNullable() ? new OptionalStruct(struct) : struct;
    }
    if (type instanceof TaggedFields tagged) {
      return new Tagged(taggedFields(tagged));
    }
    Type element =
        type.arrayElementType()
            .orElseThrow(() -> new IllegalArgumentException("no shape for " + type));
    Encoding encoding = type instanceof CompactArrayOf ? Encoding.COMPACT : Encoding.FIXED;
    return new Array(encoding, type.isNullable() ? Nulls.ALLOWED : Nulls.FORBIDDEN, shape(element));
  }

  /// Neighbouring fields of fixed size become one.
  private static Struct struct(Schema schema) {
    List<MessageShape> fields = new ArrayList<>();
    for (BoundField field : schema.fields()) {
      MessageShape shape = shape(field.def.type);
      if (shape instanceof Fixed(int bytes)
          && !fields.isEmpty()
          && fields.getLast() instanceof Fixed(int bytesBefore)) {
        fields.set(fields.size() - 1, new Fixed(bytesBefore + bytes));
      } else {
        fields.add(shape);
      }
    }
    return Struct.of(fields);
  }

  private static List<TaggedField> taggedFields(TaggedFields tagged) {
    List<TaggedField> fields = new ArrayList<>();
    for (Map.Entry<Integer, Field> field : tagged.fields().entrySet()) {
      fields.add(new TaggedField(field.getKey(), shape(field.getValue().type)));
    }
    return List.copyOf(fields);
  }
}
