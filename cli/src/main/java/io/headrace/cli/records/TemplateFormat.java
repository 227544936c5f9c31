package io.headrace.cli.records;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Source.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record in the user's own words, such as `%k %v\n`.
final class TemplateFormat implements RecordFormat {

  static final String GRAMMAR =
      """
      %v value  %k key  %h headers as a=b,c=d  %t topic  %p partition  %o offset
      %T timestamp in milliseconds  %d the same as an ISO date  %% a percent sign
      %V and %K size of value and key in bytes, -1 if there is none
      \\n line feed  \\t tab  \\r carriage return  \\0 zero  \\\\ backslash  \\xHH any byte\
      """;

  /// A part of the template that writes itself.
  private interface Part {
    void write(Received record, OutputStream out) throws IOException;
  }

  private final List<Part> parts = new ArrayList<>();
  private final ByteArrayOutputStream literal = new ByteArrayOutputStream();
  private final byte[] topic;

  /// @throws IllegalArgumentException if the template has an unknown field
  TemplateFormat(String template, String topic) {
    this.topic = topic.getBytes(StandardCharsets.UTF_8);
    compile(template);
  }

  // hot: ConsumeVerbBenchmark
  @Override
  public void write(Received record, OutputStream out) throws IOException {
    for (Part part : parts) {
      part.write(record, out);
    }
  }

  private void compile(String template) {
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c == '%' || c == '\\') {
        if (i + 1 == template.length()) {
          throw new IllegalArgumentException("the format ends in a lonely " + c);
        }
        char name = template.charAt(i + 1);
        i += 2;
        if (c == '%') {
          field(name);
        } else if (name == 'x') {
          literal.write(hexByte(template, i));
          i += 2;
        } else {
          literal.write(escape(name));
        }
      } else {
        int codePoint = template.codePointAt(i);
        literal.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    endLiteral();
  }

  private void field(char name) {
    if (name == '%') {
      literal.write('%');
      return;
    }
    endLiteral();
    parts.add(
        switch (name) {
          case 'v', 's' -> (record, out) -> writeBytes(record.value(), out);
          case 'k' -> (record, out) -> writeBytes(record.key(), out);
          case 'h' -> (record, out) -> writeHeaders(record.headers(), out);
          case 't' -> (_, out) -> out.write(topic);
          case 'p' -> (record, out) -> writeNumber(record.partition(), out);
          case 'o' -> (record, out) -> writeNumber(record.offset(), out);
          case 'T' -> (record, out) -> writeNumber(record.timestampMs(), out);
          case 'd' -> (record, out) -> writeText(isoDate(record.timestampMs()), out);
          case 'V' -> (record, out) -> writeNumber(size(record.value()), out);
          case 'K' -> (record, out) -> writeNumber(size(record.key()), out);
          default -> throw new IllegalArgumentException("%" + name + " is no field of a record");
        });
  }

  static String isoDate(long timestampMs) {
    return timestampMs < 0 ? "-" : Instant.ofEpochMilli(timestampMs).toString();
  }

  private void endLiteral() {
    if (literal.size() > 0) {
      byte[] bytes = literal.toByteArray();
      parts.add((_, out) -> out.write(bytes));
      literal.reset();
    }
  }

  private static int escape(char name) {
    return switch (name) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '0' -> 0;
      case '\\' -> '\\';
      default -> throw new IllegalArgumentException("\\" + name + " means nothing");
    };
  }

  private static int hexByte(String template, int at) {
    try {
      return Integer.parseUnsignedInt(template, at, at + 2, 16);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("\\x needs two hexadecimal digits", e);
    }
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? -1 : bytes.length;
  }

  private static void writeHeaders(List<Header> headers, OutputStream out) throws IOException {
    for (int i = 0; i < headers.size(); i++) {
      writeText((i == 0 ? "" : ",") + headers.get(i).key() + "=", out);
      out.write(headers.get(i).value());
    }
  }

  private static void writeBytes(byte @Nullable [] bytes, OutputStream out) throws IOException {
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static void writeNumber(long number, OutputStream out) throws IOException {
    writeText(Long.toString(number), out);
  }

  private static void writeText(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
