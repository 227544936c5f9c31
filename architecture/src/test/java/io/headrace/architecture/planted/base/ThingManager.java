package io.headrace.architecture.planted.base;

import io.headrace.architecture.planted.record.Cyclic;

/// Has a name that says nothing, and closes a cycle with [Cyclic].
public final class ThingManager {
  Cyclic other() {
    return new Cyclic(this);
  }
}
