package io.headrace.bench.report;

import io.headrace.bench.report.Comparison.Row;
import io.headrace.bench.scenario.Metric.Better;
import java.util.List;
import java.util.Locale;

/// Comparisons as one page that needs nothing else: bars of the medians, a thin line from the least
/// to the most of all runs.
public final class HtmlPage {

  private static final int LABEL_WIDTH = 110;
  private static final int BAR_WIDTH = 420;
  private static final int BAR_HEIGHT = 22;
  private static final List<String> COLOURS = List.of("#1769aa", "#9aa5b1", "#c9b38c");

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Headrace and Apache Kafka side by side</title>
      <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; color: #1f2933 }
        h2 { margin-bottom: 0 } h3 { margin: 1rem 0 .2rem; font-size: 1rem }
        p { margin: .2rem 0 } .small, text { font-size: 13px; color: #52606d }
      </style>
      <h1>Headrace and Apache Kafka side by side</h1>
      """;

  private HtmlPage() {}

  /// @param notes what was compared, and where
  public static String of(List<String> notes, List<Comparison> comparisons) {
    var page = new StringBuilder(HEAD);
    for (String note : notes) {
      page.append("<p class=\"small\">").append(escaped(note)).append("</p>\n");
    }
    for (Comparison comparison : comparisons) {
      page.append("<h2>").append(escaped(comparison.scenario())).append("</h2>\n");
      page.append("<p>").append(escaped(comparison.sentence())).append("</p>\n");
      for (Row row : comparison.rows()) {
        appendRow(page, comparison.contenders(), row);
      }
    }
    return page.append("</html>\n").toString();
  }

  private static void appendRow(StringBuilder page, List<String> contenders, Row row) {
    String better = row.metric().better() == Better.MORE ? "more" : "less";
    page.append("<h3>").append(escaped(row.metric().name()));
    page.append(" <span class=\"small\">(").append(better).append(" is better)</span></h3>\n");
    double scale =
        BAR_WIDTH
            / Math.max(
                Double.MIN_NORMAL, row.spreads().stream().mapToDouble(Spread::max).max().orElse(1));
    int width = LABEL_WIDTH + BAR_WIDTH + 220;
    page.append(
        "<svg width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(width, contenders.size() * BAR_HEIGHT));
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
    String ratio = index == 0 ? "" : " (ratio " + Numbers.ratio(row.ratio(index)) + ")";
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
            escaped(contender),
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

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
