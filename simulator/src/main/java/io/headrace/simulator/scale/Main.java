package io.headrace.simulator.scale;

/// `headrace bench scale`: measures clusters of several sizes and prints a table.
public final class Main {
  private static final int[][] SIZES = {
    {100, 10_000}, {100, 100_000}, {100, 1_000_000}, {300, 1_000_000}, {500, 1_000_000}
  };
  private static final int[] WARM_UP = {100, 50_000};

  private Main() {}

  /// @param arguments pairs `BROKERSxPARTITIONS`; without any, those of `docs/scale.md`
  public static void main(String[] arguments) {
    new Growth(WARM_UP[0], WARM_UP[1], new Figures()).measure();
    var figures = new Figures();
    int[][] sizes = arguments.length == 0 ? SIZES : parsed(arguments);
    for (int[] size : sizes) {
      String title = "%,d brokers, %,d partitions".formatted(size[0], size[1]);
      System.err.println(title + " ...");
      figures.column(title);
      new Growth(size[0], size[1], figures).measure();
    }
    System.out.print(figures);
  }

  private static int[][] parsed(String[] arguments) {
    int[][] sizes = new int[arguments.length][];
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("x", 2);
      sizes[i] = new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }
    return sizes;
  }
}
