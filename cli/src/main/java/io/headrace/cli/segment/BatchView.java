package io.headrace.cli.segment;

import io.headrace.cli.render.Output;
import io.headrace.cli.render.RowStream;
import io.headrace.record.RecordBatch;
import io.headrace.record.TimestampType;
import io.headrace.record.compression.Compression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A line for each part of a file.
final class BatchView implements PartView {

  private final RowStream rows;

  BatchView(Output output) {
    this.rows =
        output.stream(
            "position",
            "bytes",
            "state",
            "base_offset",
            "last_offset",
            "records",
            "compression",
            "max_timestamp",
            "leader_epoch",
            "producer",
            "sequence",
            "flags");
  }

  @Override
  public void show(SegmentPart part) {
    switch (part) {
      case SegmentPart.Whole whole -> add(part, "ok", whole.batch());
      case SegmentPart.Rotten rotten -> add(part, "bad crc", rotten.batch());
      case SegmentPart.Unreadable _ -> add(part, "unreadable");
      case SegmentPart.Unwritten _ -> add(part, "unwritten");
    }
  }

  @Override
  public void close() {
    rows.close();
  }

  private void add(SegmentPart part, String state, RecordBatch batch) {
    rows.add(
        part.position(),
        part.sizeBytes(),
        state,
        batch.baseOffset(),
        batch.lastOffset(),
        batch.recordCount(),
        compression(batch),
        date(batch.maxTimestamp()),
        batch.partitionLeaderEpoch(),
        batch.hasProducerId() ? batch.producerId() + "/" + batch.producerEpoch() : "",
        batch.hasProducerId() ? Optional.of(batch.baseSequence()) : Optional.empty(),
        flags(batch));
  }

  private void add(SegmentPart part, String state) {
    Optional<Object> none = Optional.empty();
    rows.add(
        part.position(),
        part.sizeBytes(),
        state,
        none,
        none,
        none,
        "",
        "",
        none,
        "",
        none,
        List.of());
  }

  static String date(long timestampMs) {
    return timestampMs < 0 ? "" : Instant.ofEpochMilli(timestampMs).toString();
  }

  private static String compression(RecordBatch batch) {
    Compression compression = batch.compressionOrNull();
    return compression == null ? "unknown" : compression.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> flags(RecordBatch batch) {
    var flags = new ArrayList<String>();
    if (batch.isTransactional()) {
      flags.add("transactional");
    }
    if (batch.isControl()) {
      flags.add("control");
    }
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      flags.add("log-append-time");
    }
    if (batch.hasDeleteHorizon()) {
      flags.add("delete-horizon");
    }
    return flags;
  }
}
