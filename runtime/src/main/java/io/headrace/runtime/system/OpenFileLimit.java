package io.headrace.runtime.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How many files and sockets this process may have open at once (`ulimit -n`).
public final class OpenFileLimit {

  /// Where the limit is not known.
  public static final int NONE = Integer.MAX_VALUE;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String ROW = "Max open files";

  private OpenFileLimit() {}

  /// The limit now, or [#NONE].
  public static int ofThisProcess() {
    try {
      return in(Files.readAllLines(LIMITS));
    } catch (IOException _) {
      return NONE; // not on Linux
    }
  }

  /// The first column behind the name is the limit that holds.
  static int in(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(ROW)) {
        String limit = line.substring(ROW.length()).strip().split("\\s+")[0];
        return limit.equals("unlimited") ? NONE : (int) Math.min(NONE, Long.parseLong(limit));
      }
    }
    return NONE;
  }
}
