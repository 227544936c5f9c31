package io.headrace.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;

/// The few requests that a load needs, as whole packets with their length in front, in the last
/// versions without tagged fields.
public final class Messages {

  private static final short PRODUCE = 0;
  private static final short FETCH = 1;
  private static final short CREATE_TOPICS = 19;

  private Messages() {}

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  static ByteBuffer createTopic(String topic, int partitions) {
    return packet(
        CREATE_TOPICS,
        2,
        out -> {
          out.writeInt(1);
          string(out, topic);
          out.writeInt(partitions);
          out.writeShort(1);
          out.writeInt(0);
          out.writeInt(0);
          out.writeInt(10_000);
          out.writeBoolean(false);
        });
  }

  public static ByteBuffer produce(String topic, int partition, int records, int valueBytes) {
    byte[] batch = batch(records, valueBytes);
    return packet(
        PRODUCE,
        8,
        out -> {
          out.writeShort(-1);
          out.writeShort(-1);
          out.writeInt(30_000);
          out.writeInt(1);
          string(out, topic);
          out.writeInt(1);
          out.writeInt(partition);
          out.writeInt(batch.length);
          out.write(batch);
        });
  }

  static ByteBuffer fetch(String topic, int partition, long offset, int maxBytes) {
    return packet(
        FETCH,
        11,
        out -> {
          out.writeInt(-1);
          out.writeInt(500);
          out.writeInt(1);
          out.writeInt(maxBytes);
          out.writeByte(0);
          out.writeInt(0);
          out.writeInt(-1);
          out.writeInt(1);
          string(out, topic);
          out.writeInt(1);
          out.writeInt(partition);
          out.writeInt(-1);
          out.writeLong(offset);
          out.writeLong(-1);
          out.writeInt(maxBytes);
          out.writeInt(0);
          string(out, "");
        });
  }

  private static ByteBuffer packet(short api, int version, Body body) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeInt(0);
      out.writeShort(api);
      out.writeShort(version);
      out.writeInt(0);
      string(out, "load");
      body.writeTo(out);
      ByteBuffer packet = ByteBuffer.allocateDirect(bytes.size());
      packet.put(bytes.toByteArray()).putInt(0, bytes.size() - 4).flip();
      return packet;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] batch(int records, int valueBytes) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      long now = System.currentTimeMillis();
      out.writeShort(0);
      out.writeInt(records - 1);
      out.writeLong(now);
      out.writeLong(now);
      out.writeLong(-1);
      out.writeShort(-1);
      out.writeInt(-1);
      out.writeInt(records);
      byte[] value = new byte[valueBytes];
      new Random(1).nextBytes(value);
      for (int i = 0; i < records; i++) {
        record(out, i, value);
      }
      byte[] checked = bytes.toByteArray();
      var crc = new CRC32C();
      crc.update(checked);
      var batch = ByteBuffer.allocate(21 + checked.length);
      batch.putLong(0).putInt(9 + checked.length).putInt(0).put((byte) 2);
      batch.putInt((int) crc.getValue()).put(checked);
      return batch.array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(DataOutputStream out, int offsetDelta, byte[] value)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    var body = new DataOutputStream(bytes);
    body.writeByte(0);
    varint(body, 0);
    varint(body, offsetDelta);
    varint(body, -1);
    varint(body, value.length);
    body.write(value);
    varint(body, 0);
    varint(out, bytes.size());
    bytes.writeTo(out);
  }

  private static void varint(DataOutputStream out, int value) throws IOException {
    int rest = (value << 1) ^ (value >> 31);
    while ((rest & ~0x7f) != 0) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
