/// The node as such: its starts with nothing, with much and with many things on the disk, and its
/// memory.
///
/// Runs on: the thread that compares. May import: `bench.scenario`, `bench.load`, `bench.server`.
/// Begin with [Start].
@NullMarked
package io.headrace.bench.scenario.node;

import org.jspecify.annotations.NullMarked;
