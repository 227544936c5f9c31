package io.headrace.runtime.system;

import io.headrace.runtime.Clock;

/// The clocks of the operating system. Any thread may ask.
public final class SystemClock implements Clock {

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }
}
