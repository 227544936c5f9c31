package io.headrace.bench.scenario;

import java.time.Duration;

/// How long a run takes.
///
/// @param warmUp load before anything is counted, so that a broker has compiled what it runs
/// @param counted load that is measured
public record Timing(Duration warmUp, Duration counted) {

  public Duration both() {
    return warmUp.plus(counted);
  }
}
