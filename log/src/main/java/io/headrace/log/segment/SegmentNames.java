package io.headrace.log.segment;

import java.nio.file.Path;

/// The names of a segment's files: the offset of its first record in twenty digits, as in Kafka.
public final class SegmentNames {

  public static final String LOG = ".log";
  public static final String OFFSET_INDEX = ".index";
  public static final String TIME_INDEX = ".timeindex";

  /// Ends the name of a file that is to be deleted soon.
  public static final String DELETED = ".deleted";

  private static final int DIGITS = 20;

  private SegmentNames() {}

  public static Path log(Path directory, long baseOffset) {
    return directory.resolve(digits(baseOffset) + LOG);
  }

  public static Path offsetIndex(Path directory, long baseOffset) {
    return directory.resolve(digits(baseOffset) + OFFSET_INDEX);
  }

  public static Path timeIndex(Path directory, long baseOffset) {
    return directory.resolve(digits(baseOffset) + TIME_INDEX);
  }

  /// The base offset in the name of a `.log` file; −1 for every other name.
  public static long baseOffsetOf(String name) {
    if (name.length() != DIGITS + LOG.length() || !name.endsWith(LOG)) {
      return -1;
    }
    long offset = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9 || offset > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      offset = offset * 10 + digit;
    }
    return offset;
  }

  static String digits(long baseOffset) {
    String plain = Long.toString(baseOffset);
    return "0".repeat(DIGITS - plain.length()) + plain;
  }
}
