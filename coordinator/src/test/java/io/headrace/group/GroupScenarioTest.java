package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays every `scenarios/*.scenario`. With `-Dheadrace.scenarios.rewrite=DIR`, where `DIR` is the
/// directory of the scenarios in the source tree, the expected lines are written anew instead; read
/// the difference before you commit it.
final class GroupScenarioTest {

  private static final String REWRITE = "headrace.scenarios.rewrite";

  @ParameterizedTest
  @MethodSource("scenarios")
  void theStoryEndsAsWritten(Path file) throws IOException {
    String text = Files.readString(file);
    String played = play(text);

    if (System.getProperty(REWRITE) != null) {
      Files.writeString(file, played);
    }
    assertThat(played).isEqualTo(System.getProperty(REWRITE) == null ? text : played);
  }

  /// A story as it goes now.
  static String play(String text) {
    String settings =
        text.lines()
            .filter(line -> line.startsWith("# config "))
            .map(line -> line.substring("# config ".length()))
            .findFirst()
            .orElse("");
    var player = new GroupPlayer(settings);
    return Scenario.parse(text).play(player::play).toString();
  }

  static List<Path> scenarios() throws IOException, URISyntaxException {
    String rewrite = System.getProperty(REWRITE);
    Path directory =
        rewrite != null
            ? Path.of(rewrite)
            : Path.of(
                Objects.requireNonNull(GroupScenarioTest.class.getResource("/scenarios")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }
}
