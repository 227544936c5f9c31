/// The command line: `headrace <noun> <verb>`.
///
/// A verb is one class that says its syntax and does its work through the ports of
/// [io.headrace.cli.cluster]. [Commands] is the list of all verbs, [Main] finds the one that was
/// typed. Runs on: the main thread. May import: all of `cli`, and the broker's `Main` for `start`.
/// Begin with [Main].
@NullMarked
package io.headrace.cli;

import org.jspecify.annotations.NullMarked;
