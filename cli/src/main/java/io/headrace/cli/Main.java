package io.headrace.cli;

import io.headrace.cli.cluster.Connector;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Terminal;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Parser;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.line.Usage;
import io.headrace.cli.render.Format;
import io.headrace.cli.render.Output;
import io.headrace.cli.render.Palette;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds the verb that was typed, runs it, and tells how it ended.
public final class Main {

  private final Commands commands = new Commands();
  private final OutputStream results;
  private final OutputStream notes;
  private final Terminal terminal;
  private final Connector connector;
  private final Map<String, String> environment;

  Main(
      OutputStream results,
      OutputStream notes,
      Terminal terminal,
      Connector connector,
      Map<String, String> environment) {
    this.results = results;
    this.notes = notes;
    this.terminal = terminal;
    this.connector = connector;
    this.environment = environment;
  }

  public static void main(String[] words) {
    List<String> typed = List.of(words);
    ClientLog.configure(typed.contains(Globals.VERBOSE.longName()));
    var main =
        new Main(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            new SystemTerminal(),
            new ClusterConnector(),
            System.getenv());
    System.exit(main.run(typed).code());
  }

  /// Never throws: whatever goes wrong becomes a message and an exit code.
  Exit run(List<String> typed) {
    boolean verbose = typed.contains(Globals.VERBOSE.longName());
    try {
      return dispatch(typed);
    } catch (Failure failure) {
      report(failure, verbose);
      return failure.exit();
    } catch (UncheckedIOException e) {
      // Whoever read our results has seen enough, as `head` does.
      return Exit.OK;
    } catch (RuntimeException e) {
      report(
          new Failure(
              Exit.FAILED,
              "this should not have happened",
              e.toString(),
              "the same command with --verbose, and tell us what it shows",
              e),
          verbose);
      return Exit.FAILED;
    }
  }

  private Exit dispatch(List<String> words) {
    if (words.contains("--version") && words.getFirst().startsWith("-")) {
      return dispatch(List.of("version"));
    }
    List<String> typed = LeadingOptions.moveBehind(words, commands);
    boolean asksForHelp = typed.contains("--help") || typed.contains("-h");
    if (!typed.isEmpty() && typed.getFirst().equals("help")) {
      return dispatch(append(typed.subList(1, typed.size()), "--help"));
    }
    Verb verb = commands.find(typed).orElse(null);
    if (verb == null) {
      return new Directory(commands).answer(typed, plainOutput());
    }
    Syntax syntax = verb.syntax();
    if (asksForHelp) {
      plainOutput().print(Usage.page(syntax, Globals.ALL));
      return Exit.OK;
    }
    int pathWords = syntax.path().indexOf(' ') < 0 ? 1 : 2;
    Arguments arguments =
        new Parser(syntax, Globals.ALL).parse(typed.subList(pathWords, typed.size()));
    try (var session =
        new Session(arguments, output(arguments), terminal, connector, environment)) {
      verb.run(session);
    }
    return Exit.OK;
  }

  private Output output(Arguments arguments) {
    Format format = arguments.find(Globals.OUTPUT).map(Format::of).orElse(Format.TABLE);
    boolean plain = arguments.has(Globals.NO_COLOR) || !SystemTerminal.isTerminal(1);
    return new Output(
        results,
        notes,
        new Output.Style(
            format,
            arguments.has(Globals.QUIET),
            plain || environment.containsKey("NO_COLOR") ? Palette.PLAIN : Palette.COLOURED));
  }

  private Output plainOutput() {
    return new Output(results, notes, new Output.Style(Format.TABLE, false, Palette.PLAIN));
  }

  private void report(Failure failure, boolean verbose) {
    Palette palette =
        terminal.watchesNotes() && !environment.containsKey("NO_COLOR")
            ? Palette.COLOURED
            : Palette.PLAIN;
    var stream = new PrintStream(notes, true, StandardCharsets.UTF_8);
    stream.println(palette.alarm("error: ") + failure.what());
    stream.println("  why: " + failure.why());
    stream.println("  try: " + palette.hint(failure.next()));
    if (verbose && failure.getCause() != null) {
      failure.getCause().printStackTrace(stream);
    }
  }

  private static List<String> append(List<String> words, String word) {
    var longer = new ArrayList<>(words);
    longer.add(word);
    return longer;
  }
}
