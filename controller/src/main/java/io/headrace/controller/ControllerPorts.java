package io.headrace.controller;

import io.headrace.runtime.Clock;
import io.headrace.runtime.RandomSource;
import io.headrace.runtime.Timers;

/// How a controller sees time and chance.
public record ControllerPorts(Clock clock, Timers timers, RandomSource random) {}
