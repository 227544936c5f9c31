package io.headrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.bench.Options.BadOptionException;
import io.headrace.bench.Options.WithKafka;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {

  private static Options parse(String line) throws BadOptionException {
    return Options.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  @Test
  void withoutOptionsEverythingIsMeasuredAgainstKafka() throws BadOptionException {
    Options options = parse("");

    assertThat(options.scenarios()).isEqualTo(Catalogue.usual());
    assertThat(options.kafka()).isEqualTo(WithKafka.YES);
    assertThat(options.html()).isEmpty();
    assertThat(options.json()).isEmpty();
  }

  @Test
  void whatTakesMinutesIsMeasuredWhenItIsAskedFor() throws BadOptionException {
    assertThat(parse("").scenarios()).extracting(Scenario::name).doesNotContain("restart-10g");
    assertThat(parse("--scenario restart-10g --runs 1").scenarios()).hasSize(1);
    assertThat(parse("--all --runs 1").scenarios()).isEqualTo(Catalogue.all());
  }

  @Test
  void aPatternMeansAllWhoseNamesFit() throws BadOptionException {
    assertThat(parse("--scenario produce-*-1 --scenario e2e-*").scenarios())
        .extracting(Scenario::name)
        .containsExactly(
            "produce-small-1", "produce-parts-1", "produce-64k-1", "e2e-500", "e2e-2000");
  }

  @Test
  void theNameOfAGroupMeansAllInIt() throws BadOptionException {
    assertThat(parse("--scenario latency").scenarios())
        .extracting(Scenario::name)
        .contains("paced-500", "e2e-2000")
        .doesNotContain("start");
  }

  @Test
  void whatWasTypedGoesBeforeTheDefaults() throws BadOptionException {
    Options options =
        parse(
            "--scenario idle --scenario start --runs 5 --seconds 2 --warm-up 4 --html a.html --json"
                + " a.json --kafka none");

    assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("idle", "start");
    assertThat(options.runs()).isEqualTo(5);
    assertThat(options.timing())
        .isEqualTo(new Timing(Duration.ofSeconds(4), Duration.ofSeconds(2)));
    assertThat(options.html()).contains(Path.of("a.html"));
    assertThat(options.json()).contains(Path.of("a.json"));
    assertThat(options.kafka()).isEqualTo(WithKafka.NO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--runs",
        "--runs 0",
        "--seconds x",
        "--warm-up 0",
        "--scenario none",
        "--scenario produce.small.1",
        "--scenario quick-*",
        "--speed 3",
        "--kafka 2",
        "--dir nowhere"
      })
  void whatCannotBeMeantIsRefused(String line) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(BadOptionException.class);
  }

  @Test
  void scenariosHaveNamesOfTheirOwn() {
    assertThat(Catalogue.all()).extracting(Scenario::name).doesNotHaveDuplicates();
  }
}
