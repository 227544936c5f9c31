package io.headrace.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.cli.line.Option;
import io.headrace.cli.line.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /// Its arithmetic is not that of bash: the first script was no zsh.
  @Test
  void zshItselfUnderstandsTheScript() throws Exception {
    requireShell("zsh");
    String script =
        "autoload -U compinit && compinit -D\n"
            + completion.zsh()
            + "setopt ksharrays shwordsplit\n"
            + "COMP_WORDS=(headrace topic t) COMP_CWORD=2\n_headrace\n"
            + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";

    assertThat(shown("zsh", "-f", "-c", script)).contains("trim").doesNotContain("status");
  }

  @Test
  void fishItselfCompletes() throws Exception {
    requireShell("fish");

    assertThat(fishCompletes("headrace s")).containsExactly("status\tIs it well");
    assertThat(fishCompletes("headrace topic t")).containsExactly("trim\tTrim a topic");
    assertThat(fishCompletes("headrace status -o j")).containsExactly("json\thow it looks");
  }

  private List<String> fishCompletes(String line) throws IOException, InterruptedException {
    return shown("fish", "-c", completion.fish() + "complete -C '" + line + "'");
  }

  private static void requireShell(String name) {
    boolean installed =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    assumeTrue(installed, name + " is not installed");
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
    return shown("bash", "-c", script);
  }

  private static List<String> shown(String... command) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    String shown = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(shown).isZero();
    return shown.lines().toList();
  }

  private static List<String> quoted(String... words) {
    return List.of(words).stream().map(word -> "'" + word + "'").toList();
  }
}
