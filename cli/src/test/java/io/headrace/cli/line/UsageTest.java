package io.headrace.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.line.Operand.Arity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UsageTest {

  @Test
  void thePageShowsEverythingThatCanBeTyped() {
    Syntax syntax =
        Syntax.of("topic make", "Make a topic")
            .operand("TOPIC", "its name", Arity.SOME)
            .options(Option.number("-p,--partitions", "N", "how many").orElse("1"))
            .note("A note.")
            .example("headrace topic make a");

    assertThat(Usage.page(syntax, List.of(Option.flag("-q,--quiet", "less"))))
        .isEqualTo(
            """
            headrace topic make: Make a topic

            usage: headrace topic make TOPIC... [options]

              TOPIC                             its name

            options
              -p, --partitions N                how many (default 1)

            A note.

            options of every command
              -q, --quiet                       less

            examples
              headrace topic make a
            """);
  }
}
