package io.headrace.bench.report;

import io.headrace.bench.report.Comparison.Row;
import java.util.List;
import java.util.Locale;

/// One figure as bars of the medians of all contenders, with a thin line from the least to the most
/// of all runs. The longest run of all fills the width.
final class Bars {

  private static final int LABEL_WIDTH = 110;
  private static final int BAR_WIDTH = 420;
  private static final int NUMBERS_WIDTH = 220;
  private static final int BAR_HEIGHT = 22;
  private static final List<String> COLOURS = List.of("#1769aa", "#9aa5b1", "#c9b38c");

  private Bars() {}

  static void append(StringBuilder page, List<String> contenders, Row row) {
    double most = row.spreads().stream().mapToDouble(Spread::max).max().orElse(1);
    double scale = BAR_WIDTH / Math.max(Double.MIN_NORMAL, most);
    page.append(
        "<svg width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(LABEL_WIDTH + BAR_WIDTH + NUMBERS_WIDTH, contenders.size() * BAR_HEIGHT));
    for (int i = 0; i < contenders.size(); i++) {
      appendBar(page, contenders.get(i), row, i, scale);
    }
    page.append("</svg>\n");
  }

  private static void appendBar(
      StringBuilder page, String contender, Row row, int index, double scale) {
    Spread spread = row.spreads().get(index);
    int top = index * BAR_HEIGHT;
    int middle = top + BAR_HEIGHT / 2;
    boolean isCompared = index > 0 && row.isJudged();
    String ratio = isCompared ? " (ratio " + Numbers.ratio(row.ratio(index)) + ")" : "";
    page.append(
        String.format(
            Locale.ROOT,
            """
            <text x="0" y="%d">%s</text>
            <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
            <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#1f2933"/>
            <text x="%d" y="%d">%s%s</text>
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
            LABEL_WIDTH + BAR_WIDTH + 8,
            middle + 5,
            Numbers.text(spread.median()),
            ratio));
  }
}
