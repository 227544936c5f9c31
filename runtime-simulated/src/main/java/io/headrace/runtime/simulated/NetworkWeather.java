package io.headrace.runtime.simulated;

/// How frames fare on the way from one machine to another.
///
/// @param delayNs usual, up to; at least a tenth of it
/// @param slowOneIn one frame in so many is slow; 0 for none
/// @param slowNs how long a slow one takes at most
/// @param breakOneIn one frame in so many is lost with its connection; 0 for none
public record NetworkWeather(long delayNs, int slowOneIn, long slowNs, int breakOneIn) {

  /// One rack on a good day.
  public static final NetworkWeather FAIR = new NetworkWeather(500_000, 200, 5_000_000, 0);

  /// Slow frames, and connections that break.
  public static final NetworkWeather ROUGH = new NetworkWeather(2_000_000, 30, 80_000_000, 300);

  long delayOf(SimulatedRandom random) {
    return random.oneIn(slowOneIn)
        ? random.between(delayNs, Math.max(delayNs, slowNs))
        : random.between(delayNs / 10, delayNs);
  }

  boolean breaks(SimulatedRandom random) {
    return random.oneIn(breakOneIn);
  }
}
