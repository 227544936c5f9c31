package io.headrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.bench.machine.Limit;
import io.headrace.bench.report.Comparison.Runs;
import io.headrace.bench.report.Report.Section;
import io.headrace.bench.scenario.Figure;
import io.headrace.bench.scenario.Metric;
import io.headrace.bench.scenario.Metric.Better;
import io.headrace.bench.scenario.Scenario;
import io.headrace.bench.scenario.Timing;
import io.headrace.bench.server.RunningBroker;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static final Metric RATE = new Metric("requests/s", Better.MORE);
  private static final Metric TIME = new Metric("p99 ms", Better.LESS);

  private static List<Figure> run(double rate, double timeMs) {
    return List.of(new Figure(RATE, rate), new Figure(TIME, timeMs));
  }

  private static Comparison comparison() {
    return Comparison.of(
        new Named("small", "Many <small> requests."),
        List.of(
            new Runs("headrace", List.of(run(20_000, 1.5), run(30_000, 0.5), run(21_000, 0.75))),
            new Runs("kafka", List.of(run(7_000, 3), run(8_400, 2), run(9_000, 4)))),
        List.of());
  }

  private static Report report(Comparison comparison) {
    return new Report(
        List.of("two processors"),
        List.of(new Limit("a \"sync\", ms", 0.12)),
        List.of(new Section("all", "All of it", List.of(comparison))));
  }

  /// A scenario that nobody holds.
  private record Named(String name, String sentence) implements Scenario {

    @Override
    public List<Figure> measure(RunningBroker broker, Timing timing) {
      return List.of();
    }
  }

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Spread.of(9, 1, 5)).isEqualTo(new Spread(1, 5, 9));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(8, 1, 2, 4)).isEqualTo(new Spread(1, 3, 8));
  }

  @Test
  void thereIsNoMedianOfNothing() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ratiosAreThoseOfTheMediansOfTheFirstToEachOther() {
    Comparison comparison = comparison();

    assertThat(comparison.rows().get(0).ratio(1)).isCloseTo(2.5, within(1e-9));
    assertThat(comparison.rows().get(1).ratio(1)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void theTableShowsMediansSpreadsAndRatios() {
    assertThat(TextTable.of(comparison()))
        .isEqualTo(
            """
            small: Many <small> requests.
                            better   headrace         (min – max)   kafka       (min – max)   headrace/kafka
               requests/s     more     21,000   (20,000 – 30,000)   8,400   (7,000 – 9,000)           2.50 ×
               p99 ms         less      0.750      (0.500 – 1.50)    3.00     (2.00 – 4.00)           0.25 ×
            """);
  }

  @Test
  void aRatioToNothingIsADash() {
    Comparison idle =
        Comparison.of(
            new Named("idle", "Nobody."),
            List.of(new Runs("a", List.of(run(1, 1))), new Runs("b", List.of(run(0, 0)))),
            List.of());

    assertThat(TextTable.of(idle)).contains("—").doesNotContain("Infinity");
  }

  @Test
  void whatIsOnlyAConditionIsNotJudged() {
    List<Figure> run = List.of(new Figure(Metric.condition("% from the disk"), 99));
    Comparison comparison =
        Comparison.of(
            new Named("old", "From the disk."),
            List.of(new Runs("a", List.of(run)), new Runs("b", List.of(run))),
            List.of());

    assertThat(TextTable.of(comparison)).contains("99.0").doesNotContain("×", "less", "more");
    assertThat(JsonFile.of(report(comparison))).contains("neither").doesNotContain("ratio");
  }

  @Test
  void whoeverFailedIsTold() {
    Comparison comparison =
        Comparison.of(new Named("many", "Many."), List.of(), List.of("kafka: too many files"));

    assertThat(TextTable.of(comparison))
        .isEqualTo("many: Many.\n   failed: kafka: too many files\n");
    assertThat(HtmlPage.of(report(comparison))).contains("failed: kafka: too many files");
  }

  @Test
  void thePageHasABarForEachContenderAndNeedsNothingElse() {
    String page = HtmlPage.of(report(comparison()));

    assertThat(page)
        .contains("two processors", "Many &lt;small&gt; requests.", "0.120")
        .contains("21,000 (20,000 – 30,000)", "8,400 (7,000 – 9,000); headrace/kafka 2.50 ×")
        .doesNotContain("<script", "http:", "https:");
    // Two ratios, and two figures of two contenders.
    assertThat(page.split("<rect ")).hasSize(1 + 2 + 4);
    // The scale ends at 30,000, and 21,000 are as much of its width.
    assertThat(page).contains(">30,000</text>", "x2=\"500.0\"", "width=\"280.0\"");
  }

  @Test
  void theBarOfARatioIsAsLongAsItIsDoubledAndPointsToTheRightWhereThatIsBetter() {
    String page = HtmlPage.of(report(comparison()));

    // From a half to four times: 160 for each doubling. 2.5 times the rate, a quarter of the time.
    assertThat(page)
        .contains("x=\"430.0\" y=\"24\" width=\"211.5\" height=\"12\" fill=\"#1769aa\"");
    assertThat(page)
        .contains("x=\"430.0\" y=\"44\" width=\"320.0\" height=\"12\" fill=\"#1769aa\"");
  }

  @Test
  void aPageOfOneContenderHasNoRatios() {
    Comparison alone =
        Comparison.of(
            new Named("small", "Many."),
            List.of(new Runs("headrace", List.of(run(20_000, 1.5)))),
            List.of());

    assertThat(HtmlPage.of(report(alone))).doesNotContain("In multiples", "×");
  }

  @Test
  void theScaleHasAFewRoundSteps() {
    assertThat(Bars.step(30_000)).isEqualTo(10_000);
    assertThat(Bars.step(0.17)).isCloseTo(0.05, within(1e-9));
    assertThat(Bars.step(5)).isEqualTo(1);
    assertThat(Bars.step(0)).isEqualTo(1);
    assertThat(Numbers.round(1_500)).isEqualTo("1,500");
    assertThat(Numbers.round(0)).isEqualTo("0");
    assertThat(Numbers.round(0.05)).isEqualTo("0.05");
  }

  @Test
  void programsGetTheSameFigures() {
    assertThat(JsonFile.of(report(comparison())))
        .isEqualTo(
            """
            {
              "notes": ["two processors"],
              "machine": [{"name": "a \\"sync\\", ms", "value": 0.12}],
              "scenarios": [{"name": "small", "group": "all", "sentence": "Many <small> requests.", \
            "failures": [], "metrics": [{"name": "requests/s", "better": "more", \
            "headrace": {"median": 21000.0, "min": 20000.0, "max": 30000.0}, \
            "kafka": {"median": 8400.0, "min": 7000.0, "max": 9000.0, "ratio": 2.5}},
                {"name": "p99 ms", "better": "less", \
            "headrace": {"median": 0.75, "min": 0.5, "max": 1.5}, \
            "kafka": {"median": 3.0, "min": 2.0, "max": 4.0, "ratio": 0.25}}]}]
            }
            """);
  }
}
