package io.headrace.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.cli.line.Operand.Arity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParserTest {

  private static final Option<Integer> COUNT = Option.number("-n,--count", "N", "how many");
  private static final Option<String> FROM =
      Option.text("--from", "POSITION", "where").orElse("START");
  private static final Option<Boolean> LOUD = Option.flag("-l,--loud", "say more");
  private static final Option<String> COLOUR =
      Option.choice("--colour", List.of("red", "blue"), "which");
  private static final Syntax SYNTAX =
      Syntax.of("thing do", "Do it")
          .operand("NAME", "the name", Arity.ONE)
          .operand("MORE", "further names", Arity.ANY)
          .options(COUNT, FROM, COLOUR);

  @Test
  void optionsAndOperandsMayStandInAnyOrder() {
    Arguments arguments = parse("--count=3", "one", "-l", "two");

    assertThat(arguments.get(COUNT)).isEqualTo(3);
    assertThat(arguments.has(LOUD)).isTrue();
    assertThat(arguments.word(0)).isEqualTo("one");
    assertThat(arguments.wordsFrom(1)).containsExactly("two");
  }

  @Test
  void aValueMayBeginWithADash() {
    assertThat(parse("one", "--from", "-1h").get(FROM)).isEqualTo("-1h");
  }

  @Test
  void aValueMayBeAttachedToAShortName() {
    assertThat(parse("one", "-n12").get(COUNT)).isEqualTo(12);
  }

  @Test
  void theLastOfSeveralValuesCountsAndAllAreKept() {
    Arguments arguments = parse("one", "-n", "1", "-n", "2");

    assertThat(arguments.get(COUNT)).isEqualTo(2);
    assertThat(arguments.all(COUNT)).containsExactly(1, 2);
  }

  @Test
  void anAbsentOptionHasItsFallback() {
    assertThat(parse("one").get(FROM)).isEqualTo("START");
  }

  @Test
  void wordsAfterTwoDashesAreOperands() {
    assertThat(parse("--", "-n").word(0)).isEqualTo("-n");
  }

  @Test
  void anUnknownOptionNamesTheNearest() {
    Failure failure = failureOf("one", "--coutn", "3");

    assertThat(failure.exit()).isEqualTo(Exit.USAGE);
    assertThat(failure.why()).contains("the nearest is --count");
    assertThat(failure.next()).isEqualTo("headrace thing do --help");
  }

  @Test
  void aMissingOperandIsNamed() {
    assertThat(failureOf().what()).isEqualTo("NAME is missing");
  }

  @Test
  void aMissingValueIsNamed() {
    assertThat(failureOf("one", "-n").what()).isEqualTo("-n needs a value");
  }

  @Test
  void aFlagTakesNoValue() {
    assertThat(failureOf("one", "--loud=yes").what()).isEqualTo("--loud takes no value");
  }

  @Test
  void aValueOutsideOfTheChoicesIsRefused() {
    Arguments arguments = parse("one", "--colour", "green");

    assertThatThrownBy(() -> arguments.get(COLOUR))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.why()).isEqualTo("\"green\" is none of red, blue"));
  }

  @Test
  void anOptionThatMustBeThereIsAskedFor() {
    Arguments arguments = parse("one");

    assertThatThrownBy(() -> arguments.get(COUNT)).hasMessage("--count is missing");
  }

  @Test
  void tooManyWordsAreRefused() {
    Syntax single = Syntax.of("x", "y").operand("NAME", "the name", Arity.ONE);

    assertThatThrownBy(() -> new Parser(single, List.of()).parse(List.of("a", "b")))
        .hasMessage("too many words");
  }

  private static Arguments parse(String... words) {
    return new Parser(SYNTAX, List.of(LOUD)).parse(List.of(words));
  }

  private static Failure failureOf(String... words) {
    return catchThrowableOfType(Failure.class, () -> parse(words));
  }
}
