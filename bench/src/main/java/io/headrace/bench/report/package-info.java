/// What was measured, as tables of text, as a page, and for programs.
///
/// Runs on: any thread, nothing here has state. May import: `bench.scenario`, `bench.machine`.
/// Begin with [Report].
@NullMarked
package io.headrace.bench.report;

import org.jspecify.annotations.NullMarked;
