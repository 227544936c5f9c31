/// Reading: from the page cache, from the disk, in large and in small pieces, and at the tail while
/// somebody produces.
///
/// Runs on: the thread that compares. May import: `bench.scenario`, `bench.load`, `bench.server`,
/// `bench.machine`. Begin with [CachedFetch].
@NullMarked
package io.headrace.bench.scenario.fetch;

import org.jspecify.annotations.NullMarked;
