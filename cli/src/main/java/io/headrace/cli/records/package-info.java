/// `headrace produce` and `headrace consume`: bytes in, the same bytes out.
///
/// Nothing between the pipe and the cluster makes strings of keys and values, so that any bytes
/// survive. Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [ProduceVerb] and [ConsumeVerb].
@NullMarked
package io.headrace.cli.records;

import org.jspecify.annotations.NullMarked;
