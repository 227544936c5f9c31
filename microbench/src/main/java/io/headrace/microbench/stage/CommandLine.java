package io.headrace.microbench.stage;

import io.headrace.broker.Broker;
import io.headrace.broker.RaftMetadata;
import io.headrace.broker.config.BadConfigException;
import io.headrace.broker.config.NodeConfig;
import io.headrace.cli.admin.WireCluster;
import io.headrace.cli.cluster.Cluster;
import io.headrace.cli.cluster.Connector;
import io.headrace.cli.cluster.Sink;
import io.headrace.cli.cluster.Source;
import io.headrace.cli.cluster.Target;
import io.headrace.cli.command.Globals;
import io.headrace.cli.command.Session;
import io.headrace.cli.command.Unattended;
import io.headrace.cli.command.Verb;
import io.headrace.cli.fetch.WireSource;
import io.headrace.cli.line.Arguments;
import io.headrace.cli.line.Parser;
import io.headrace.cli.produce.WireSink;
import io.headrace.cli.render.Format;
import io.headrace.cli.render.Output;
import io.headrace.cli.render.Palette;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands run inside of this process against a node that is in it as well, sockets, threads and
/// files included. What they print is dropped.
public final class CommandLine implements AutoCloseable {

  private final TemporaryDirectory directory;
  private final Broker broker;

  private CommandLine(TemporaryDirectory directory, Broker broker) {
    this.directory = directory;
    this.broker = broker;
  }

  public static CommandLine open() throws IOException {
    TemporaryDirectory directory = TemporaryDirectory.make();
    try {
      var config =
          NodeConfig.of(
              Map.of(
                  "log.dirs", directory.path().toString(), "listeners", "PLAINTEXT://127.0.0.1:0"));
      return new CommandLine(
          directory, Broker.start(config, new RaftMetadata(), Throwable::printStackTrace));
    } catch (BadConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a command.
  ///
  /// @param input what it reads
  /// @param words what is typed behind its name
  public void run(Verb verb, byte[] input, String... words) {
    var typed = new ArrayList<>(List.of(words));
    typed.add(Globals.BOOTSTRAP.longName());
    typed.add("127.0.0.1:" + broker.advertised().getFirst().port());
    Arguments arguments = new Parser(verb.syntax(), Globals.ALL).parse(typed);
    Format format = arguments.find(Globals.OUTPUT).map(Format::of).orElse(Format.TABLE);
    try (var session =
        new Session(
            arguments,
            new Output(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                new Output.Style(format, true, Palette.PLAIN)),
            new Unattended(new ByteArrayInputStream(input), System::currentTimeMillis),
            new Wires(),
            Map.of())) {
      verb.run(session);
    }
  }

  @Override
  public void close() throws IOException {
    broker.close();
    directory.close();
  }

  /// Speaks to the node as commands do that are given no settings of a client.
  private static final class Wires implements Connector {

    @Override
    public Cluster cluster(Target target) {
      return WireCluster.connect(target);
    }

    @Override
    public Sink sink(Target target, Sink.Settings settings) {
      return WireSink.open(target, settings);
    }

    @Override
    public Source source(Target target, Source.Settings settings) {
      return WireSource.open(target, settings);
    }
  }
}
