package io.headrace.group;

import io.headrace.coordinator.StateLogs;
import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;

/// How groups see the world.
public record GroupPorts(Clock clock, Timers timers, RandomSource random, StateLogs logs) {}
