package io.headrace.cli;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Operand;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;

/// Stands for one of the `bench` commands in the help and in completions. The launcher gives their
/// words to the modules `bench`, `microbench` and `simulator`, which are no part of the
/// distribution.
record BenchVerb(Syntax syntax) implements Verb {

  static BenchVerb compare() {
    return new BenchVerb(
        Syntax.of("bench compare", "Measure Headrace and Apache Kafka side by side")
            .options(
                Option.text(
                    "--scenario", "NAME", "a scenario, a group, or a pattern; may be repeated"),
                Option.flag("--all", "also what takes minutes, which otherwise runs by name only"),
                Option.text("--runs", "N", "runs of each broker in each scenario (default 2)"),
                Option.text("--seconds", "S", "length of a run after its warm-up (default 5)"),
                Option.text("--warm-up", "S", "load before that, not counted (default 15)"),
                Option.text("--html", "FILE", "write a page with bars as well"),
                Option.text("--json", "FILE", "write the figures for programs as well"),
                Option.text("--dir", "DIR", "where the brokers keep their data meanwhile"),
                Option.text("--kafka", "none", "measure Headrace alone"))
            .note("Groups: node, small, batches, latency, fetch, stock (Kafka's own tools).")
            .example("headrace bench compare --html compare.html")
            .example("headrace bench compare --scenario 'produce-*' --runs 5 --dir /var/data")
            .example("headrace bench compare --scenario stock"));
  }

  static BenchVerb micro() {
    return new BenchVerb(
        Syntax.of("bench micro", "Measure the hot paths one by one")
            .operand(
                "PATTERN",
                "part of the name of a benchmark (all, if none is given)",
                Operand.Arity.ANY)
            .note(
                "The options of JMH may follow the pattern; headrace bench micro . -h lists them.")
            .example("headrace bench micro BatchCheck -p compression=ZSTD")
            .example("headrace bench micro Produce -prof gc"));
  }

  static BenchVerb scale() {
    return new BenchVerb(
        Syntax.of("bench scale", "Measure what metadata costs in large clusters")
            .operand(
                "SIZE",
                "brokers and partitions, such as 100x1000000, for what changes cost; brokers alone,"
                    + " such as 300, for how long until all know (those of docs/scale.md, if none"
                    + " is given)",
                Operand.Arity.ANY)
            .note("Simulated, in one process: it takes some minutes and up to 6 GiB of memory.")
            .example("headrace bench scale 100x10000 500x1000000")
            .example("headrace bench scale 100 300 500"));
  }

  @Override
  public void run(Session session) {
    throw new Failure(
        Exit.FAILED,
        "cannot measure from here",
        "the launcher measures in a source tree, and this is the command line without it",
        "./headrace " + syntax.path());
  }
}
