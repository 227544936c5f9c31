package io.headrace.bench.report;

import io.headrace.bench.report.Comparison.Row;
import io.headrace.bench.report.Report.Section;
import io.headrace.bench.scenario.Metric.Better;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What came out, at a glance: for each figure how many times as good the first contender is as the
/// second. Bars to the right are better, to the left worse. The scale is logarithmic, so that twice
/// as good is as long as half as good, and the same for all sections of a page.
final class RatioPlot {

  private static final int LABEL_WIDTH = 270;
  private static final int PLOT_WIDTH = 480;
  private static final int NUMBER_WIDTH = 90;
  private static final int LINE_HEIGHT = 20;
  private static final int AXIS_HEIGHT = 24;
  private static final int LONGEST_DOUBLINGS = 7;
  private static final String BETTER = "#1769aa";
  private static final String WORSE = "#b42318";

  private final StringBuilder page;
  private final int left;
  private final int right;

  private int top;

  /// @param left how many halvings the scale has, and [#right] how many doublings
  private RatioPlot(StringBuilder page, int left, int right) {
    this.page = page;
    this.left = left;
    this.right = right;
  }

  /// Whether there is anything to plot.
  static boolean isFor(List<Section> sections) {
    return !comparable(sections).isEmpty();
  }

  static void append(StringBuilder page, List<Section> sections) {
    List<Row> rows = comparable(sections);
    int left = (int) Math.ceil(-rows.stream().mapToDouble(RatioPlot::doublings).min().orElse(0));
    int right = (int) Math.ceil(rows.stream().mapToDouble(RatioPlot::doublings).max().orElse(0));
    var plot = new RatioPlot(page, Math.max(1, left), Math.max(1, right));
    sections.forEach(plot::appendSection);
  }

  private static List<Row> comparable(List<Section> sections) {
    return sections.stream()
        .flatMap(section -> section.comparisons().stream())
        .flatMap(RatioPlot::comparable)
        .toList();
  }

  private static Stream<Row> comparable(Comparison comparison) {
    return comparison.contenders().size() < 2
        ? Stream.of()
        : comparison.rows().stream()
            .filter(Row::isJudged)
            .filter(row -> row.ratio(1) > 0 && Double.isFinite(row.ratio(1)));
  }

  /// How often the figure is doubled, as the better counts.
  private static double doublings(Row row) {
    double times = row.metric().better() == Better.MORE ? row.ratio(1) : 1 / row.ratio(1);
    double doublings = Math.log(times) / Math.log(2);
    return Math.clamp(doublings, -LONGEST_DOUBLINGS, LONGEST_DOUBLINGS);
  }

  private void appendSection(Section section) {
    List<Comparison> shown =
        section.comparisons().stream()
            .filter(each -> comparable(each).findAny().isPresent())
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    long lines = shown.stream().mapToLong(each -> 1 + comparable(each).count()).sum();
    long height = lines * LINE_HEIGHT + AXIS_HEIGHT;
    page.append("<h3>").append(HtmlPage.escaped(section.title())).append("</h3>\n");
    page.append(
        "<svg width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(LABEL_WIDTH + PLOT_WIDTH + NUMBER_WIDTH, height));
    appendAxis(height - AXIS_HEIGHT);
    top = 0;
    for (Comparison comparison : shown) {
      appendName(comparison.scenario());
      comparable(comparison).forEach(this::appendBar);
    }
    page.append("</svg>\n");
  }

  private double x(double doublings) {
    return LABEL_WIDTH + (doublings + left) * PLOT_WIDTH / (left + right);
  }

  private void appendAxis(long bottom) {
    for (int i = -left; i <= right; i++) {
      String times = i < 0 ? "1/" + (1 << -i) : Integer.toString(1 << i);
      page.append(
          String.format(
              Locale.ROOT,
              """
              <line x1="%.1f" x2="%.1f" y1="0" y2="%d" stroke="%s"/>
              <text x="%.1f" y="%d" text-anchor="middle">%s</text>
              """,
              x(i),
              x(i),
              bottom,
              i == 0 ? "#1f2933" : "#e4e7eb",
              x(i),
              bottom + 17,
              times));
    }
  }

  private void appendName(String scenario) {
    String name = HtmlPage.escaped(scenario);
    page.append(
        "<a href=\"#%s\"><text x=\"0\" y=\"%d\" class=\"name\">%s</text></a>\n"
            .formatted(name, top + LINE_HEIGHT - 5, name));
    top += LINE_HEIGHT;
  }

  private void appendBar(Row row) {
    double doublings = doublings(row);
    page.append(
        String.format(
            Locale.ROOT,
            """
            <text x="14" y="%d">%s</text>
            <rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>
            <text x="%d" y="%d">%s</text>
            """,
            top + LINE_HEIGHT - 5,
            HtmlPage.escaped(row.metric().name()),
            x(Math.min(0, doublings)),
            top + 4,
            x(Math.abs(doublings)) - x(0),
            LINE_HEIGHT - 8,
            doublings < 0 ? WORSE : BETTER,
            LABEL_WIDTH + PLOT_WIDTH + 14,
            top + LINE_HEIGHT - 5,
            Numbers.ratio(row.ratio(1))));
    top += LINE_HEIGHT;
  }
}
