package io.headrace.log.segment;

/// Which bytes of a segment were found sound, as a few ranges in the order of their positions: one
/// for each reader that is under way.
final class CheckedRanges {

  /// With more ranges than this the shortest is forgotten, and its bytes are checked once more.
  private static final int MAX_COUNT = 16;

  private int[] from = {};
  private int[] to = {};
  private int count;

  void clear() {
    count = 0;
  }

  /// Whether all of `[begin, end)` was checked.
  boolean hold(int begin, int end) {
    for (int i = 0; i < count; i++) {
      if (from[i] <= begin && end <= to[i]) {
        return true;
      }
    }
    return false;
  }

  /// Takes note of `[begin, end)`, in one range with all that it touches.
  void add(int begin, int end) {
    int first = 0;
    while (first < count && to[first] < begin) {
      first++;
    }
    int behind = first;
    int mergedFrom = begin;
    int mergedTo = end;
    for (; behind < count && from[behind] <= end; behind++) {
      mergedFrom = Math.min(mergedFrom, from[behind]);
      mergedTo = Math.max(mergedTo, to[behind]);
    }
    replace(first, behind);
    from[first] = mergedFrom;
    to[first] = mergedTo;
    if (count == MAX_COUNT) {
      forgetShortest();
    }
  }

  /// Makes one place of those in `[first, behind)`, which may be none.
  private void replace(int first, int behind) {
    if (from.length == 0) {
      from = new int[MAX_COUNT];
      to = new int[MAX_COUNT];
    }
    System.arraycopy(from, behind, from, first + 1, count - behind);
    System.arraycopy(to, behind, to, first + 1, count - behind);
    count += first + 1 - behind;
  }

  private void forgetShortest() {
    int shortest = 0;
    for (int i = 1; i < count; i++) {
      if (to[i] - from[i] < to[shortest] - from[shortest]) {
        shortest = i;
      }
    }
    System.arraycopy(from, shortest + 1, from, shortest, count - shortest - 1);
    System.arraycopy(to, shortest + 1, to, shortest, count - shortest - 1);
    count--;
  }
}
