/// The brokers that are compared: how each is started with nothing in it, and what it costs.
///
/// [Workspace] owns all processes and directories of a comparison and takes them away at its end,
/// whatever that is. Runs on: the thread that compares, and the one that ends the program. May
/// import: `bench.load`. Begin with [Contender].
@NullMarked
package io.headrace.bench.server;

import org.jspecify.annotations.NullMarked;
