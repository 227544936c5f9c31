/// `headrace config`: one class per verb.
///
/// Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [ConfigGet].
@NullMarked
package io.headrace.cli.config;

import org.jspecify.annotations.NullMarked;
