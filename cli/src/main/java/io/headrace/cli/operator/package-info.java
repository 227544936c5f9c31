/// `headrace node`, `headrace cluster` and `headrace doctor`: one class per verb.
///
/// Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [NodeList].
@NullMarked
package io.headrace.cli.operator;

import org.jspecify.annotations.NullMarked;
