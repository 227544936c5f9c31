/// How results look: tables for people, JSON and CSV for programs, notes and progress beside them.
///
/// Results go to standard output, everything else to standard error, so that a pipe carries results
/// only. Runs on: the main thread. May import: the JDK. Begin with [Output], [Listing] and [Card].
@NullMarked
package io.headrace.cli.render;

import org.jspecify.annotations.NullMarked;
