package io.headrace.quorum.files;

import io.headrace.runtime.DiskFile;
import java.util.Locale;

/// One file of the log.
///
/// @param baseOffset the first offset that was or will be in it, also its name
record Segment(long baseOffset, DiskFile file) {
  private static final String SUFFIX = ".log";
  private static final int DIGITS = 20;

  static String nameOf(long baseOffset) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", baseOffset) + SUFFIX;
  }

  static boolean isName(String name) {
    return name.length() == DIGITS + SUFFIX.length()
        && name.endsWith(SUFFIX)
        && name.chars().limit(DIGITS).allMatch(Character::isDigit);
  }

  static long baseOffsetOf(String name) {
    return Long.parseLong(name.substring(0, DIGITS));
  }
}
