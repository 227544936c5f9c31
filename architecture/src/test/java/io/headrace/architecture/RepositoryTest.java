package io.headrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The repository holds no notes to self, no address of a package registry, and no path of
/// somebody's machine: it must build wherever it is cloned.
final class RepositoryTest {

  /// Written with gaps, so that this file is not its own first finding.
  private static final List<Pattern> UNWANTED =
      List.of(
          Pattern.compile("\\bTO" + "DO\\b|\\bFIX" + "ME\\b|\\bXX" + "X\\b"),
          Pattern.compile("registry\\.npm" + "js|repo1?\\.maven|deb\\.deb" + "ian|py" + "pi\\.org"),
          Pattern.compile("(?<![\\w.])/(ro" + "ot|ho" + "me/\\w+|wo" + "rk|Us" + "ers/\\w+)/"),
          Pattern.compile("(?<![\\w.])/t" + "mp/\\w"));

  @Test
  void theRepositoryHoldsNothingThatBelongsElsewhere() {
    assertThat(complaints(SourceTree.ofTheHouse())).isEmpty();
  }

  @Test
  void notesAddressesAndPathsAreFound(@TempDir Path root) throws IOException {
    Files.writeString(
        root.resolve("a.txt"),
        """
        // TO%s: later
        mirror=registry.npm%s.org
        cd /ro%s/project
        log=/t%s/out
        nothing here
        """
            .formatted("DO", "js", "ot", "mp"));

    assertThat(complaints(new SourceTree(root)))
        .extracting(complaint -> complaint.substring(0, 8))
        .containsExactly("a.txt:1:", "a.txt:2:", "a.txt:3:", "a.txt:4:");
  }

  private static List<String> complaints(SourceTree tree) {
    var complaints = new ArrayList<String>();
    for (Path file : tree.files()) {
      List<String> lines = tree.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (UNWANTED.stream().anyMatch(pattern -> pattern.matcher(line).find())) {
          complaints.add(file + ":" + (i + 1) + ": " + line.strip());
        }
      }
    }
    return complaints;
  }
}
