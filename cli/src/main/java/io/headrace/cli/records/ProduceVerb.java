package io.headrace.cli.records;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.render.Card;
import io.headrace.cli.render.Format;
import io.headrace.cli.render.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Writes lines to a topic, one record each.
public final class ProduceVerb implements Verb {

  private static final Option<String> FILE =
      Option.text("-f,--file", "FILE", "read this file (default: standard input)");
  private static final Option<String> KEY_SEPARATOR =
      Option.of(
          "-k,--key-separator",
          "TEXT",
          "what stands between key and value in a line",
          ProduceVerb::requireText);
  private static final Option<String> HEADER =
      Option.text("-H,--header", "KEY=VALUE", "a header of every record; may be repeated");
  private static final Option<Integer> PARTITION =
      Option.number("--partition", "N", "write to this partition (default: by key)");
  private static final Option<String> ACKS =
      Option.choice(
              "--acks",
              List.of("all", "1", "0"),
              "when a record counts as written: durable everywhere, in the leader, sent")
          .orElse("all");
  private static final Option<String> COMPRESSION =
      Option.choice(
              "--compression",
              List.of("none", "gzip", "snappy", "lz4", "zstd"),
              "how batches are compressed")
          .orElse("none");
  private static final Option<Boolean> EMPTY_AS_NULL =
      Option.flag("--empty-as-null", "an empty value becomes null, which deletes its key");

  @Override
  public Syntax syntax() {
    return Syntax.of("produce", "Write lines to a topic, one record each")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .options(
            FILE,
            KEY_SEPARATOR,
            HEADER,
            PARTITION,
            ACKS,
            COMPRESSION,
            EMPTY_AS_NULL,
            Globals.DRY_RUN)
        .note(
            """
            A record is the bytes of a line without its line feed, whatever they are; a carriage
            return before it is kept. A last line without a line feed is a record like the others,
            so `consume` ends it with a line feed: input that ends in a line feed comes back
            identical to the byte (from a topic with one partition).\
            """)
        .example("echo '{\"id\":1}' | headrace produce orders")
        .example("headrace produce users -k : -f users.txt --compression zstd")
        .example("headrace produce orders -H source=import -H run=7 < orders.jsonl");
  }

  @Override
  public void run(Session session) {
    Arguments arguments = session.arguments();
    byte @Nullable [] separator =
        arguments
            .find(KEY_SEPARATOR)
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElse(null);
    var records = new RecordLines(separator, arguments.has(EMPTY_AS_NULL));
    try (InputStream input = input(session);
        Sink sink = sink(session)) {
      Progress progress = progress(session);
      long startMs = session.terminal().nowMs();
      try {
        records.copy(
            input,
            sink,
            (recordCount, bytes) ->
                progress.update(session.terminal().nowMs(), recordCount, bytes));
        sink.flush();
      } finally {
        progress.wipe();
      }
      finish(session, records, session.terminal().nowMs() - startMs);
    } catch (NoSuchFileException e) {
      String file = e.getFile();
      throw new Failure(
          Exit.NOT_FOUND, "cannot read " + file, "there is no such file", "ls " + file, e);
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED,
          "cannot read " + arguments.find(FILE).orElse("the standard input"),
          String.valueOf(e),
          "headrace produce --help",
          e);
    }
  }

  private static String requireText(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a separator has at least one character");
    }
    return text;
  }

  private static void finish(Session session, RecordLines records, long elapsedMs) {
    boolean forPrograms = session.output().style().format() != Format.TABLE;
    if (forPrograms) {
      session
          .output()
          .show(
              new Card()
                  .fact("topic", session.arguments().word(0))
                  .fact("records", records.recordCount())
                  .fact("bytes", records.bytes())
                  .fact("dry_run", session.isDryRun()));
    } else if (session.isDryRun() || session.terminal().watchesNotes()) {
      session
          .output()
          .note(
              (session.isDryRun() ? "would write " : "wrote ")
                  + Progress.describe(elapsedMs, records.recordCount(), records.bytes()));
    }
  }

  private static Progress progress(Session session) {
    boolean watched = session.terminal().watchesNotes() && !session.output().style().quiet();
    return new Progress(
        watched ? session.output()::overwrite : text -> {}, session.terminal().nowMs());
  }

  private static InputStream input(Session session) throws IOException {
    Optional<String> file = session.arguments().find(FILE);
    return file.isPresent()
        ? Files.newInputStream(Path.of(file.get()))
        : session.terminal().input();
  }

  private static Sink sink(Session session) {
    if (session.isDryRun()) {
      return new DiscardingSink();
    }
    Arguments arguments = session.arguments();
    var headers = new ArrayList<Header>();
    for (String word : arguments.all(HEADER)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw Failure.usage(
            "\"" + word + "\" is no header",
            "a header is KEY=VALUE",
            "headrace produce TOPIC -H source=import");
      }
      headers.add(
          new Header(
              word.substring(0, equals),
              word.substring(equals + 1).getBytes(StandardCharsets.UTF_8)));
    }
    return session.openSink(
        new Sink.Settings(
            arguments.word(0),
            arguments.find(PARTITION).map(OptionalInt::of).orElse(OptionalInt.empty()),
            arguments.get(ACKS),
            arguments.get(COMPRESSION),
            headers));
  }
}
