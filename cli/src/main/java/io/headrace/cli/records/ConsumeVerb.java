package io.headrace.cli.records;

import io.headrace.cli.cluster.Position;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Positions;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand.Arity;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Reads a topic, and goes on reading.
public final class ConsumeVerb implements Verb {

  private static final Option<Integer> COUNT =
      Option.number("-n,--count", "N", "stop after this many records");
  private static final Option<Boolean> EXIT_AT_END =
      Option.flag("--exit-at-end", "stop after what is there now");
  private static final Option<String> FROM =
      Option.text("--from", "POSITION", "where to begin: START, END, OFFSET, -1h, TIMESTAMP")
          .orElse("START");
  private static final Option<String> FORMAT =
      Option.text("--format", "TEMPLATE", "how to print a record, such as '%k %v\\n'");
  private static final Option<String> GROUP =
      Option.text("--group", "GROUP", "read as a member of this group, and commit");
  private static final Option<Integer> PARTITION =
      Option.number("--partition", "N", "only this partition; may be repeated");

  @Override
  public Syntax syntax() {
    return Syntax.of("consume", "Read a topic, and go on as records arrive")
        .operand("TOPIC", "the name of the topic", Arity.ONE)
        .options(COUNT, EXIT_AT_END, FROM, FORMAT, GROUP, PARTITION)
        .note("POSITION is " + Position.GRAMMAR + ".")
        .note("Fields of TEMPLATE (default %v\\n):\n" + TemplateFormat.GRAMMAR)
        .note(
            """
            With -o jsonl (or json) each record is an object with topic, partition, offset,
            timestamp, key, value and headers; what is no UTF-8 is under key_base64 or
            value_base64. With --group, reading goes on where the group stopped, and --from (START
            or END) counts only where it has committed nothing.\
            """)
        .example("headrace consume orders -n 10")
        .example("headrace consume orders --from -1h --exit-at-end -o jsonl")
        .example("headrace consume users --format '%p:%o %k = %v\\n'")
        .example("headrace consume orders --group billing");
  }

  @Override
  public void run(Session session) {
    Arguments arguments = session.arguments();
    RecordFormat format = format(session);
    Source.Settings settings = settings(session);
    long wantedCount = arguments.find(COUNT).map(Integer::longValue).orElse(Long.MAX_VALUE);
    if (wantedCount == 0) {
      return;
    }
    try (Source source = session.openSource(settings);
        OutputStream out = new BlockOutputStream(session.output().results())) {
      if (!session.output().style().quiet()) {
        format.writeHeader(out);
      }
      boolean exitAtEnd = arguments.has(EXIT_AT_END);
      var printer = new Printer(format, out, wantedCount);
      do {
        out.flush();
      } while (!(exitAtEnd && source.isAtEnd()) && source.poll(printer) && printer.remaining > 0);
    } catch (IOException e) {
      throw new UncheckedIOException("nobody reads the output any more", e);
    }
  }

  /// Prints until there is enough.
  private static final class Printer implements Source.Visitor {
    private final RecordFormat format;
    private final OutputStream out;
    private long remaining;

    Printer(RecordFormat format, OutputStream out, long wantedCount) {
      this.format = format;
      this.out = out;
      this.remaining = wantedCount;
    }

    // hot: ConsumeVerbBenchmark
    @Override
    public boolean onRecord(Source.Received record) {
      try {
        format.write(record, out);
      } catch (IOException e) {
        throw new UncheckedIOException("nobody reads the output any more", e);
      }
      return --remaining > 0;
    }
  }

  private static Source.Settings settings(Session session) {
    Arguments arguments = session.arguments();
    Optional<String> group = arguments.find(GROUP);
    Position from = Positions.get(session, FROM);
    boolean mayReset = from instanceof Position.Start || from instanceof Position.End;
    if (group.isPresent() && !mayReset) {
      throw Failure.usage(
          "a group cannot begin at " + arguments.get(FROM),
          "it goes on where it stopped; --from with --group takes START or END only",
          "headrace group seek " + group.get() + " --to " + arguments.get(FROM));
    }
    if (group.isPresent() && arguments.has(PARTITION)) {
      throw Failure.usage(
          "--partition and --group exclude each other",
          "the members of a group are given their partitions",
          "headrace consume " + arguments.word(0) + " --group " + group.get());
    }
    return new Source.Settings(arguments.word(0), arguments.all(PARTITION), from, group);
  }

  private static RecordFormat format(Session session) {
    Arguments arguments = session.arguments();
    String topic = arguments.word(0);
    Optional<String> template = arguments.find(FORMAT);
    if (template.isPresent() || !arguments.has(Globals.OUTPUT)) {
      try {
        return new TemplateFormat(template.orElse("%v\\n"), topic);
      } catch (IllegalArgumentException e) {
        throw Failure.usage(
            "--format does not understand \"" + template.orElse("") + "\"",
            String.valueOf(e.getMessage()),
            "headrace consume --help, for all fields");
      }
    }
    return switch (session.output().style().format()) {
      case TABLE -> new TableFormat();
      case JSON, JSONL -> new JsonlFormat(topic);
      case CSV -> new CsvFormat();
    };
  }
}
