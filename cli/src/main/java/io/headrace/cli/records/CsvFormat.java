package io.headrace.cli.records;

import io.headrace.cli.cluster.Source.Received;
import io.headrace.cli.render.BytesText;
import io.headrace.cli.render.CsvText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One row a record. Null is empty, and what is no UTF-8 begins with `base64:`.
final class CsvFormat implements RecordFormat {

  @Override
  public void writeHeader(OutputStream out) throws IOException {
    out.write("partition,offset,timestamp,key,value\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(Received record, OutputStream out) throws IOException {
    var row = new StringBuilder();
    row.append(record.partition()).append(',').append(record.offset()).append(',');
    row.append(record.timestampMs()).append(',');
    CsvText.appendField(row, BytesText.show(record.key()));
    row.append(',');
    CsvText.appendField(row, BytesText.show(record.value()));
    out.write(row.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }
}
