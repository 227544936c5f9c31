package io.headrace.cli.segment;

import io.headrace.cli.render.BytesText;
import io.headrace.cli.render.Output;
import io.headrace.cli.render.RowStream;
import io.headrace.record.ControlRecord;
import io.headrace.record.DamagedBatchException;
import io.headrace.record.RecordBatch;
import io.headrace.record.RecordCursor;
import io.headrace.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A line for each record of the batches that are whole.
final class RecordView implements PartView {

  private static final int MAX_INFLATED_BYTES = 1 << 30;

  private final Output output;
  private final RowStream rows;
  private int damagedCount;

  RecordView(Output output) {
    this.output = output;
    this.rows = output.stream("offset", "timestamp", "key", "value", "headers");
  }

  @Override
  public void show(SegmentPart part) {
    if (part instanceof SegmentPart.Whole whole) {
      try (RecordCursor cursor = RecordCursor.over(whole.batch(), MAX_INFLATED_BYTES)) {
        while (cursor.next()) {
          add(whole.batch(), cursor);
        }
      } catch (DamagedBatchException e) {
        damagedCount++;
        output.note("the batch at byte " + part.position() + " is damaged: " + e.getMessage());
      }
    }
  }

  @Override
  public int damagedCount() {
    return damagedCount;
  }

  @Override
  public void close() {
    rows.close();
  }

  private void add(RecordBatch batch, RecordCursor cursor) {
    if (batch.isControl()) {
      Optional<String> marker =
          ControlRecord.parse(cursor.key(), cursor.value()).map(each -> "(" + each.type() + ")");
      add(cursor, Optional.empty(), Optional.of(marker.orElse("(control)")));
    } else {
      add(cursor, text(cursor.key()), text(cursor.value()));
    }
  }

  private void add(RecordCursor cursor, Optional<String> key, Optional<String> value) {
    rows.add(
        cursor.offset(), BatchView.date(cursor.timestamp()), key, value, headers(cursor.headers()));
  }

  private static List<String> headers(List<RecordHeader> headers) {
    var texts = new ArrayList<String>();
    for (RecordHeader header : headers) {
      texts.add(header.name() + "=" + text(header.value()).orElse(""));
    }
    return texts;
  }

  private static Optional<String> text(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Optional.of(BytesText.show(copy));
  }
}
