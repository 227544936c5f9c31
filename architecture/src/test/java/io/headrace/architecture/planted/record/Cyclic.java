package io.headrace.architecture.planted.record;

import io.headrace.architecture.planted.base.ThingManager;

/// Is in a cycle with [ThingManager].
public record Cyclic(ThingManager other) {}
