package io.headrace.cli.records;

import io.headrace.cli.cluster.Source.Received;
import io.headrace.cli.render.BytesText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One line a record under a header, with columns of fixed width because what comes is not known.
final class TableFormat implements RecordFormat {

  private static final int PARTITION_WIDTH = 9;
  private static final int OFFSET_WIDTH = 12;
  private static final int DATE_WIDTH = 24;
  private static final int KEY_WIDTH = 16;

  @Override
  public void writeHeader(OutputStream out) throws IOException {
    write(out, "PARTITION", "OFFSET", "TIMESTAMP", "KEY", "VALUE");
  }

  @Override
  public void write(Received record, OutputStream out) throws IOException {
    write(
        out,
        Integer.toString(record.partition()),
        Long.toString(record.offset()),
        TemplateFormat.isoDate(record.timestampMs()),
        record.key() == null ? "-" : BytesText.show(record.key()),
        record.value() == null ? "-" : BytesText.show(record.value()));
  }

  private static void write(
      OutputStream out, String partition, String offset, String date, String key, String value)
      throws IOException {
    var line = new StringBuilder();
    line.repeat(' ', Math.max(0, PARTITION_WIDTH - partition.length())).append(partition);
    line.repeat(' ', Math.max(0, OFFSET_WIDTH - offset.length())).append("  ").append(offset);
    line.append("  ").append(date).repeat(' ', Math.max(0, DATE_WIDTH - date.length()));
    line.append("  ").append(key).repeat(' ', Math.max(0, KEY_WIDTH - key.length()));
    line.append("  ").append(value).append('\n');
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
  }
}
