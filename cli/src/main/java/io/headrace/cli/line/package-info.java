/// The words of a command line: what a command accepts, what the user typed, and what to say when
/// the two do not meet.
///
/// Our own, because loading an argument library costs more processor time than the rest of a
/// command (`docs/decisions/0010-own-argument-parser.md` has the figures). Runs on: the main
/// thread. May import: the JDK. Begin with [Syntax] and [Parser].
@NullMarked
package io.headrace.cli.line;

import org.jspecify.annotations.NullMarked;
