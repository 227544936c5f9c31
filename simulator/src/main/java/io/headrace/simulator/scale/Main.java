package io.headrace.simulator.scale;

import java.util.Arrays;

/// `headrace bench scale`: measures clusters of several sizes and prints a table.
public final class Main {
  private static final String[] SIZES = {
    "100x10000", "100x100000", "100x1000000", "300x1000000", "500x1000000", "100", "300", "500"
  };

  private Main() {}

  /// @param arguments `BROKERSxPARTITIONS` for what changes cost, `BROKERS` for how long they take
  ///   until all know; without any, those of `docs/scale.md`
  public static void main(String[] arguments) {
    String[] sizes = arguments.length == 0 ? SIZES : arguments;
    var costs = new Figures();
    var reaches = new Figures();
    for (String size : sizes) {
      System.err.println(size + " ...");
      int[] numbers = Arrays.stream(size.split("x", 2)).mapToInt(Integer::parseInt).toArray();
      if (numbers.length == 1) {
        reach(numbers[0], reaches);
      } else {
        costs(numbers[0], numbers[1], costs);
      }
    }
    System.out.print(costs);
    System.out.println();
    System.out.print(reaches);
  }

  /// Each begins with a small one that warms the code up.
  private static void costs(int brokers, int partitions, Figures figures) {
    if (figures.isEmpty()) {
      new Growth(100, 50_000, new Figures()).measure();
    }
    figures.column("%,d brokers, %,d partitions".formatted(brokers, partitions));
    new Growth(brokers, partitions, figures).measure();
  }

  private static void reach(int brokers, Figures figures) {
    if (figures.isEmpty()) {
      new Reach(50, new Figures()).measure();
    }
    figures.column("%,d brokers".formatted(brokers));
    new Reach(brokers, figures).measure();
  }
}
