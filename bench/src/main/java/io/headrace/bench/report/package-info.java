/// What was measured, as a table of text and as a page.
///
/// Runs on: any thread, nothing here has state. May import: `bench.scenario`. Begin with
/// [Comparison].
@NullMarked
package io.headrace.bench.report;

import org.jspecify.annotations.NullMarked;
