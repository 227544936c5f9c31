package io.headrace.bench.report;

import io.headrace.bench.report.Comparison.Row;
import java.util.List;
import java.util.Locale;

/// One figure as bars of the medians of all contenders, with a thin line from the least to the most
/// of all runs, over a scale that begins at nothing.
final class Bars {

  private static final int LABEL_WIDTH = 100;
  private static final int BAR_WIDTH = 400;
  private static final int NUMBERS_WIDTH = 340;
  private static final int BAR_HEIGHT = 22;
  private static final int SCALE_HEIGHT = 20;
  private static final int STEPS_AT_MOST = 5;
  private static final List<String> COLOURS = List.of("#1769aa", "#9aa5b1", "#c9b38c");

  private Bars() {}

  static void append(StringBuilder page, List<String> contenders, Row row) {
    double most = row.spreads().stream().mapToDouble(Spread::max).max().orElse(0);
    double step = step(most);
    double end = Math.max(1, Math.ceil(most / step)) * step;
    int bottom = contenders.size() * BAR_HEIGHT;
    page.append(
        "<svg width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(LABEL_WIDTH + BAR_WIDTH + NUMBERS_WIDTH, bottom + SCALE_HEIGHT));
    for (int i = 0; i * step < end + step / 2; i++) {
      appendTick(page, i * step, LABEL_WIDTH + i * step * BAR_WIDTH / end, bottom);
    }
    for (int i = 0; i < contenders.size(); i++) {
      appendBar(page, contenders.get(i), row, i, BAR_WIDTH / end);
    }
    page.append("</svg>\n");
  }

  /// The distance of the ticks: 1, 2 or 5 times a power of ten.
  static double step(double most) {
    if (!(most > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(most / STEPS_AT_MOST)));
    for (int times : List.of(1, 2, 5)) {
      if (most <= STEPS_AT_MOST * times * power) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private static void appendTick(StringBuilder page, double value, double x, int bottom) {
    page.append(
        String.format(
            Locale.ROOT,
            """
            <line x1="%.1f" x2="%.1f" y1="0" y2="%d" stroke="#e4e7eb"/>
            <text x="%.1f" y="%d" text-anchor="middle" class="tick">%s</text>
            """,
            x,
            x,
            bottom + 3,
            x,
            bottom + 15,
            Numbers.round(value)));
  }

  private static void appendBar(
      StringBuilder page, String contender, Row row, int index, double scale) {
    Spread spread = row.spreads().get(index);
    int top = index * BAR_HEIGHT;
    int middle = top + BAR_HEIGHT / 2;
    page.append(
        String.format(
            Locale.ROOT,
            """
            <text x="0" y="%d">%s</text>
            <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
            <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#1f2933"/>
            <text x="%d" y="%d">%s</text>
            """,
            middle + 5,
            HtmlPage.escaped(contender),
            LABEL_WIDTH,
            top + 3,
            spread.median() * scale,
            BAR_HEIGHT - 6,
            COLOURS.get(index % COLOURS.size()),
            LABEL_WIDTH + spread.min() * scale,
            LABEL_WIDTH + spread.max() * scale,
            middle,
            middle,
            LABEL_WIDTH + BAR_WIDTH + 24,
            middle + 5,
            HtmlPage.escaped(numbers(contender, row, index))));
  }

  private static String numbers(String contender, Row row, int index) {
    Spread spread = row.spreads().get(index);
    String numbers = Numbers.text(spread.median());
    if (spread.min() < spread.max()) {
      numbers += " (%s – %s)".formatted(Numbers.text(spread.min()), Numbers.text(spread.max()));
    }
    return index == 0 || !row.isJudged()
        ? numbers
        : numbers + "; headrace/" + contender + " " + Numbers.ratio(row.ratio(index));
  }
}
