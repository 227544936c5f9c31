/// What all verbs share: their shape, the options of every command, and the one object they work
/// with while they run.
///
/// Runs on: the main thread. May import: `cli.line`, `cli.render`, `cli.cluster`. Begin with [Verb]
/// and [Session].
@NullMarked
package io.headrace.cli.command;

import org.jspecify.annotations.NullMarked;
