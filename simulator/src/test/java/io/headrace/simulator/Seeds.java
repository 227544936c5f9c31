package io.headrace.simulator;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The seeds that a simulation is run with: those below a number, or a single one.
///
/// @param test that runs them
/// @param property what `-D` is followed by: with an `s` how many, without it which one
/// @param count if the property does not say
public record Seeds(Class<?> test, String property, long count) {

  private static final int GROUP = 50;

  /// Runs them, some in each test; a failure says how to repeat it.
  public Stream<DynamicTest> tests(LongConsumer simulation) {
    Long one = Long.getLong(property);
    if (one != null) {
      return Stream.of(DynamicTest.dynamicTest("seed " + one, () -> run(simulation, one)));
    }
    long seeds = Long.getLong(property + "s", count);
    return LongStream.range(0, (seeds + GROUP - 1) / GROUP)
        .mapToObj(group ->
            DynamicTest.dynamicTest(
                "seeds from " + group * GROUP,
                () ->
                    LongStream.range(group * GROUP, Math.min(seeds, (group + 1) * GROUP))
                        .forEach(seed -> run(simulation, seed))));
  }

  private void run(LongConsumer simulation, long seed) {
    try {
      simulation.accept(seed);
    } catch (RuntimeException | Error e) {
      fail(
          "seed %d (repeat it: ./build --only %s -D%s=%d): %s"
              .formatted(seed, test.getSimpleName(), property, seed, e),
          e);
    }
  }
}
