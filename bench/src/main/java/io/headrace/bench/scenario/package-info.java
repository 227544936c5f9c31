/// What a scenario is: it gets a broker that has just started, and gives figures.
///
/// The scenarios are in the packages below this one, one small class for each kind of load, and the
/// list of them is [io.headrace.bench.Catalogue]. Runs on: the thread that compares. May import:
/// `bench.load`, `bench.server`. Begin with [Scenario].
@NullMarked
package io.headrace.bench.scenario;

import org.jspecify.annotations.NullMarked;
