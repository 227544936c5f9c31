package io.headrace.cli;

import io.headrace.cli.command.Session;
import io.headrace.cli.command.Verb;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;

/// Stands for `bench compare` in the help and in completions. The launcher gives these words to the
/// module `bench`, which is no part of the distribution.
final class BenchVerb implements Verb {

  @Override
  public Syntax syntax() {
    return Syntax.of("bench compare", "Measure Headrace and Apache Kafka side by side")
        .options(
            Option.text("--scenario", "NAME", "a scenario, a group, or a pattern; may be repeated"),
            Option.flag("--all", "also what takes minutes, which otherwise runs by name only"),
            Option.text("--runs", "N", "runs of each broker in each scenario (default 2)"),
            Option.text("--seconds", "S", "length of a run after its warm-up (default 5)"),
            Option.text("--warm-up", "S", "load before that, not counted (default 15)"),
            Option.text("--html", "FILE", "write a page with bars as well"),
            Option.text("--json", "FILE", "write the figures for programs as well"),
            Option.text("--dir", "DIR", "where the brokers keep their data meanwhile"),
            Option.text("--kafka", "none", "measure Headrace alone"))
        .example("headrace bench compare --html compare.html")
        .example("headrace bench compare --scenario 'produce-*' --runs 5 --dir /var/data");
  }

  @Override
  public void run(Session session) {
    throw new Failure(
        Exit.FAILED,
        "cannot compare from here",
        "the launcher starts comparisons in a source tree, and this is the command line without it",
        "./headrace bench compare");
  }
}
