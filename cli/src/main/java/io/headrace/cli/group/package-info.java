/// `headrace group`: one class per verb.
///
/// Runs on: the main thread. May import: `cli.command` and what that imports. Begin with
/// [GroupList].
@NullMarked
package io.headrace.cli.group;

import org.jspecify.annotations.NullMarked;
