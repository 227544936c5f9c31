package io.headrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every hot path names the benchmark that guards it (`// hot: ChecksumBenchmark`), and every
/// benchmark guards something.
final class HotPathsTest {

  private static final Pattern MARK = Pattern.compile("// hot\\b(?:: (\\w+))?");

  @Test
  void hotPathsAndBenchmarksNameEachOther() {
    assertThat(complaints(SourceTree.ofTheHouse())).isEmpty();
  }

  @Test
  void namelessMarksWrongNamesAndIdleBenchmarksAreFound(@TempDir Path root) throws IOException {
    Path sources = Files.createDirectories(root.resolve("src/main/java"));
    Files.writeString(sources.resolve("ReadBenchmark.java"), "public class ReadBenchmark {}");
    Files.writeString(sources.resolve("IdleBenchmark.java"), "public class IdleBenchmark {}");
    Files.writeString(
        sources.resolve("Log.java"),
        """
        // hot
        void append() {}
        // hot: NoSuchBenchmark
        void sync() {}
        // hot: ReadBenchmark
        void read() {}
        """);

    assertThat(complaints(new SourceTree(root)))
        .containsExactly(
            "src/main/java/Log.java:1 is hot and names no benchmark",
            "src/main/java/Log.java:3 names NoSuchBenchmark, which does not exist",
            "IdleBenchmark guards no path that is marked with its name");
  }

  private static List<String> complaints(SourceTree tree) {
    List<Path> sources =
        tree.javaFiles().stream()
            .filter(file -> file.toString().contains("src/main/java"))
            .toList();
    Set<String> idle = new TreeSet<>();
    for (Path file : sources) {
      String name = file.getFileName().toString().replace(".java", "");
      if (name.endsWith("Benchmark")) {
        idle.add(name);
      }
    }
    Set<String> benchmarks = Set.copyOf(idle);
    var complaints = new ArrayList<String>();
    for (Path file : sources) {
      List<String> lines = tree.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher mark = MARK.matcher(lines.get(i));
        if (!mark.find()) {
          continue;
        }
        String place = file + ":" + (i + 1);
        String named = mark.group(1);
        if (named == null) {
          complaints.add(place + " is hot and names no benchmark");
        } else if (!benchmarks.contains(named)) {
          complaints.add(place + " names " + named + ", which does not exist");
        } else {
          idle.remove(named);
        }
      }
    }
    idle.forEach(each -> complaints.add(each + " guards no path that is marked with its name"));
    return complaints;
  }
}
