package io.headrace.cli.render;

/// How many of something, with its word in the right number.
public final class Counted {

  private Counted() {}

  /// Such as `1 partition` and `2 partitions`.
  public static String of(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
