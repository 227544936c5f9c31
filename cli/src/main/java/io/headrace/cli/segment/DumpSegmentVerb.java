package io.headrace.cli.segment;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Shows what a segment file holds, and where it is damaged.
public final class DumpSegmentVerb implements Verb {

  private static final Option<Boolean> RECORDS =
      Option.flag("--records", "the records in the batches, one a line");

  @Override
  public Syntax syntax() {
    return Syntax.of("debug dump-segment", "Show the batches or records in a segment file")
        .operand("FILE", "segments, such as 00000000000000000000.log", Arity.SOME)
        .options(RECORDS)
        .note(
            """
            Every byte of the file is in one line: a batch (state ok, or \"bad crc\" if its bytes
            changed), bytes that are no batch (unreadable), or room not written to yet (unwritten).
            Damage does not stop the walk; the exit code is 1 if there was any. With --records,
            batches that are not ok are left out and told on standard error.\
            """)
        .example("headrace debug dump-segment data/*/00000000000000000000.log")
        .example("headrace debug dump-segment --records -o jsonl 00000000000000000000.log");
  }

  @Override
  public void run(Session session) {
    int damagedCount = 0;
    for (String name : session.arguments().wordsFrom(0)) {
      try {
        damagedCount += dump(session, Path.of(name));
      } catch (NoSuchFileException e) {
        throw new Failure(
            Exit.NOT_FOUND, "cannot read " + name, "there is no such file", "ls " + name, e);
      } catch (IOException e) {
        throw new Failure(
            Exit.FAILED, "cannot read " + name, String.valueOf(e), "ls -l " + name, e);
      }
    }
    if (damagedCount > 0) {
      throw new Failure(
          Exit.FAILED,
          damagedCount + (damagedCount == 1 ? " place is" : " places are") + " damaged",
          "bytes there are not those that were written",
          "the other lines show what is whole; restore the rest from a replica or a backup");
    }
  }

  private static int dump(Session session, Path path) throws IOException {
    int damagedCount = 0;
    try (FileChannel channel = FileChannel.open(path)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException("a segment is never larger than 2 GiB, this has " + channel.size());
      }
      ByteBuffer file = channel.map(MapMode.READ_ONLY, 0, channel.size());
      var walk = new SegmentWalk(file);
      try (PartView view =
          session.arguments().has(RECORDS)
              ? new RecordView(session.output())
              : new BatchView(session.output())) {
        for (var part = walk.next(); part.isPresent(); part = walk.next()) {
          view.show(part.get());
          Optional<String> damage = damage(part.get());
          if (damage.isPresent()) {
            damagedCount++;
            session.output().note(path + ": " + damage.get());
          }
        }
        damagedCount += view.damagedCount();
      }
    }
    return damagedCount;
  }

  private static Optional<String> damage(SegmentPart part) {
    String range =
        "bytes %d to %d ".formatted(part.position(), part.position() + part.sizeBytes() - 1);
    return switch (part) {
      case SegmentPart.Whole _, SegmentPart.Unwritten _ -> Optional.empty();
      case SegmentPart.Rotten rotten ->
          Optional.of(
              range
                  + "are a batch with a wrong checksum, said to hold offsets %d to %d"
                      .formatted(rotten.batch().baseOffset(), rotten.batch().lastOffset()));
      case SegmentPart.Unreadable _ -> Optional.of(range + "are no batch");
    };
  }
}
