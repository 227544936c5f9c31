/// What is measured: one small class for each kind of load, listed in [Scenarios].
///
/// A scenario gets a broker that has just started, and gives figures. To add one, write a class
/// that implements [Scenario] and give it its lines in [Scenarios]. Runs on: the thread that
/// compares. May import: `bench.load`, `bench.server`. Begin with [Scenario].
@NullMarked
package io.headrace.bench.scenario;

import org.jspecify.annotations.NullMarked;
