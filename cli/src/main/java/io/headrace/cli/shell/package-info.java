/// What the shell is told about the commands: completion scripts.
///
/// Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [CompletionVerb].
@NullMarked
package io.headrace.cli.shell;

import org.jspecify.annotations.NullMarked;
