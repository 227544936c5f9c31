package io.headrace.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// A record batch in the format of today, as a producer would send it.
///
/// @param records how many are in it
public record Batch(int records, byte[] bytes) {

  /// Records with values of the same random bytes, not compressed.
  public static Batch ofBytes(int records, int valueBytes) {
    byte[] value = new byte[valueBytes];
    new Random(1).nextBytes(value);
    return of(Codec.NONE, IntStream.range(0, records).mapToObj(_ -> value).toList());
  }

  /// Records with lines of text such as services log them, each another one.
  public static Batch ofText(Codec codec, int records, int valueBytes) {
    var text = new LogText(new Random(1));
    return of(codec, IntStream.range(0, records).mapToObj(_ -> text.ofLength(valueBytes)).toList());
  }

  private static Batch of(Codec codec, List<byte[]> values) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      long now = System.currentTimeMillis();
      out.writeShort(codec.id());
      out.writeInt(values.size() - 1);
      out.writeLong(now);
      out.writeLong(now);
      out.writeLong(-1);
      out.writeShort(-1);
      out.writeInt(-1);
      out.writeInt(values.size());
      out.write(codec.compress(records(values)));
      byte[] checked = bytes.toByteArray();
      var crc = new CRC32C();
      crc.update(checked);
      var batch = ByteBuffer.allocate(21 + checked.length);
      batch.putLong(0).putInt(9 + checked.length).putInt(0).put((byte) 2);
      batch.putInt((int) crc.getValue()).put(checked);
      return new Batch(values.size(), batch.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] records(List<byte[]> values) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < values.size(); i++) {
      byte[] record = record(i, values.get(i));
      varint(bytes, record.length);
      bytes.write(record);
    }
    return bytes.toByteArray();
  }

  private static byte[] record(int offsetDelta, byte[] value) throws IOException {
    var body = new ByteArrayOutputStream();
    body.write(0);
    varint(body, 0);
    varint(body, offsetDelta);
    varint(body, -1);
    varint(body, value.length);
    body.write(value);
    varint(body, 0);
    return body.toByteArray();
  }

  private static void varint(OutputStream out, int value) throws IOException {
    int rest = (value << 1) ^ (value >> 31);
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Batch(int count, byte[] its)
        && count == records
        && Arrays.equals(its, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a batch of " + records + " records and " + bytes.length + " bytes";
  }
}
