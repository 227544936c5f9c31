package io.headrace.protocol.schema;

import io.headrace.protocol.wire.Encoding;
import io.headrace.protocol.wire.Nulls;
import io.headrace.protocol.wire.WireReader;
import java.util.List;

/// The format of a message, or of a part of one, as something bytes can be held against.
///
/// [#walk] passes over one value without allocating and leaves a problem in the reader if there is
/// none there. Recursion goes as deep as the schemas are nested, which is five levels, whatever the
/// bytes say.
public sealed interface MessageShape {

  /// Passes over one value of this shape.
  void walk(WireReader reader);

  /// What a value takes at least; decides how many elements of it can fit in what is left.
  int minimumBytes();

  /// Numbers, booleans and ids: so many bytes, whatever they say.
  record Fixed(int bytes) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      reader.skip(bytes);
    }

    @Override
    public int minimumBytes() {
      return bytes;
    }
  }

  record Text(Encoding encoding, Nulls nulls) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      reader.skip(Math.max(0, reader.readStringLength(encoding, nulls)));
    }

    @Override
    public int minimumBytes() {
      return encoding == Encoding.COMPACT ? 1 : Short.BYTES;
    }
  }

  /// Bytes or records.
  record Blob(Encoding encoding, Nulls nulls) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      reader.skip(Math.max(0, reader.readBytesLength(encoding, nulls)));
    }

    @Override
    public int minimumBytes() {
      return encoding == Encoding.COMPACT ? 1 : Integer.BYTES;
    }
  }

  record Array(Encoding encoding, Nulls nulls, MessageShape element) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      int count = reader.readCount(encoding, nulls, Math.max(1, element.minimumBytes()));
      for (int i = 0; i < count && reader.isSound(); i++) {
        element.walk(reader);
      }
    }

    @Override
    public int minimumBytes() {
      return encoding == Encoding.COMPACT ? 1 : Integer.BYTES;
    }
  }

  record Struct(List<MessageShape> fields, int minimumBytes) implements MessageShape {
    static Struct of(List<MessageShape> fields) {
      int minimum = fields.stream().mapToInt(MessageShape::minimumBytes).sum();
      return new Struct(List.copyOf(fields), minimum);
    }

    @Override
    public void walk(WireReader reader) {
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).walk(reader);
      }
    }
  }

  /// A structure behind a byte that is negative if it is null.
  record OptionalStruct(Struct struct) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      if (reader.readInt8() >= 0) {
        struct.walk(reader);
      }
    }

    @Override
    public int minimumBytes() {
      return 1;
    }
  }

  /// The tagged fields that end a structure of a flexible version (KIP-482). Those with a known tag
  /// must be just as long as they say.
  record Tagged(List<TaggedField> known) implements MessageShape {
    @Override
    public void walk(WireReader reader) {
      int count = reader.readTaggedFieldCount();
      for (int i = 0; i < count && reader.isSound(); i++) {
        int tag = reader.readUnsignedVarint();
        int bytes = reader.readUnsignedVarint();
        walkField(reader, tag, bytes);
      }
    }

    private void walkField(WireReader reader, int tag, int bytes) {
      for (int i = 0; i < known.size(); i++) {
        if (known.get(i).tag() == tag) {
          int left = reader.remaining() - bytes;
          known.get(i).shape().walk(reader);
          if (reader.isSound() && reader.remaining() != left) {
            reader.fail("tagged field " + tag + " is not of the " + bytes + " bytes it announces");
          }
          return;
        }
      }
      reader.skip(bytes);
    }

    @Override
    public int minimumBytes() {
      return 1;
    }
  }

  record TaggedField(int tag, MessageShape shape) {}
}
