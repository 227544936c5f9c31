package io.headrace.cli.records;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Source.Received;
import io.headrace.cli.render.BytesText;
import io.headrace.cli.render.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One JSON object a line. Bytes that are no UTF-8 appear in base 64, under a name that says so:
/// `value_base64` in place of `value`.
final class JsonlFormat implements RecordFormat {

  private final StringBuilder head = new StringBuilder("{\"topic\":");
  private final int headLength;

  JsonlFormat(String topic) {
    JsonText.appendString(head, topic);
    headLength = head.length();
  }

  // hot: ConsumeVerbBenchmark
  @Override
  public void write(Received record, OutputStream out) throws IOException {
    head.setLength(headLength);
    StringBuilder json = head;
    json.append(",\"partition\":").append(record.partition());
    json.append(",\"offset\":").append(record.offset());
    json.append(",\"timestamp\":").append(record.timestampMs());
    appendBytes(json.append(','), "key", record.key());
    appendBytes(json.append(','), "value", record.value());
    json.append(",\"headers\":[");
    for (int i = 0; i < record.headers().size(); i++) {
      Header header = record.headers().get(i);
      json.append(i == 0 ? "{\"key\":" : ",{\"key\":");
      JsonText.appendString(json, header.key());
      appendBytes(json.append(','), "value", header.value());
      json.append('}');
    }
    out.write(json.append("]}\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void appendBytes(StringBuilder json, String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.append('"').append(name).append("\":null");
      return;
    }
    Optional<String> text = BytesText.decode(bytes);
    if (text.isPresent()) {
      json.append('"').append(name).append("\":");
      JsonText.appendString(json, text.get());
    } else {
      json.append('"').append(name).append("_base64\":\"");
      json.append(Base64.getEncoder().encodeToString(bytes)).append('"');
    }
  }
}
