package io.headrace.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CompletionTest {

  private final Completion completion =
      new Completion(
          List.of(
              Syntax.of("topic list", "List topics").options(Option.flag("--internal", "it's all")),
              Syntax.of("topic trim", "Trim a topic"),
              Syntax.of("status", "Is it well")),
          List.of(Option.choice("-o,--output", List.of("table", "json"), "how it looks")));

  @Test
  void bashKnowsNounsVerbsOptionsAndChoices() throws Exception {
    assertThat(completed("headrace", "")).containsExactly("topic", "status");
    assertThat(completed("headrace", "topic", "t")).containsExactly("trim");
    assertThat(completed("headrace", "topic", "list", "--i")).containsExactly("--internal");
    assertThat(completed("headrace", "status", "-o", "j")).containsExactly("json");
  }

  @Test
  void zshUsesTheSameTable() {
    assertThat(completion.zsh()).startsWith("#compdef headrace").contains(completion.bash());
  }

  @Test
  void fishDescribesWhatItOffers() {
    assertThat(completion.fish())
        .contains("-n __fish_use_subcommand -a status -d 'Is it well'")
        .contains("-a trim -d 'Trim a topic'")
        .contains("-l internal -d 'it\\'s all'")
        .contains("-s o -l output -x -a 'table json' -d 'how it looks'");
  }

  /// What bash itself makes of the script, with the last of the words not yet finished.
  private List<String> completed(String... words) throws IOException, InterruptedException {
    String script =
        completion.bash()
            + "COMP_WORDS=("
            + String.join(" ", quoted(words))
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _headrace; printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String shown = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(shown).isZero();
    return shown.lines().toList();
  }

  private static List<String> quoted(String... words) {
    return List.of(words).stream().map(word -> "'" + word + "'").toList();
  }
}
