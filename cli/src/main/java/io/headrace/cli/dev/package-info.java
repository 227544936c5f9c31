/// A throw-away cluster on this machine: real nodes, one process each, to try out what happens when
/// some of them die.
///
/// Runs on: the main thread. May import: `cli.line`, `cli.render`, `cli.command`. Begin with
/// [DevCluster].
@NullMarked
package io.headrace.cli.dev;

import org.jspecify.annotations.NullMarked;
