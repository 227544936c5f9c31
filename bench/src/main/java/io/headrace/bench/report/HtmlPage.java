package io.headrace.bench.report;

import io.headrace.bench.machine.Limit;
import io.headrace.bench.report.Comparison.Row;
import io.headrace.bench.report.Report.Section;
import java.util.List;

/// A report as one page that needs nothing else: first what came out, a bar for each ratio, then
/// all figures with their spread.
public final class HtmlPage {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Headrace and Apache Kafka side by side</title>
      <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; color: #1f2933 }
        h2 { margin: 2.5rem 0 .5rem; border-bottom: 1px solid #cbd2d9 }
        h3 { margin: 1.5rem 0 0 } h4 { margin: .6rem 0 .1rem; font-size: .9rem }
        p { margin: .2rem 0 } .small, text { font-size: 13px; color: #52606d }
        text { fill: #52606d } .tick { font-size: 11px } .name { font-weight: bold; fill: #1769aa }
        table { border-collapse: collapse; font-size: 14px } td, th { padding: .15rem .8rem .15rem 0 }
        td, th { text-align: left; vertical-align: top } td.number { text-align: right }
        .failed { color: #b42318 }
      </style>
      <h1>Headrace and Apache Kafka side by side</h1>
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private HtmlPage() {}

  public static String of(Report report) {
    var html = new HtmlPage();
    for (String note : report.notes()) {
      html.page.append("<p class=\"small\">").append(escaped(note)).append("</p>\n");
    }
    html.appendSummary(report.sections());
    html.appendLimits(report.limits());
    report.sections().forEach(html::appendSection);
    return html.page.append("</html>\n").toString();
  }

  private void appendSummary(List<Section> sections) {
    if (!RatioPlot.isFor(sections)) {
      return;
    }
    page.append("<h2>In multiples of Apache Kafka</h2>\n");
    page.append(
        "<p class=\"small\">Headrace's median by Kafka's. Blue bars to the right: that many ");
    page.append("times better. Red bars to the left: worse. For times, CPU and memory less is ");
    page.append("better.</p>\n");
    RatioPlot.append(page, sections);
  }

  private void appendLimits(List<Limit> limits) {
    page.append("<h2>The machine without a broker</h2>\n<table>\n");
    for (Limit limit : limits) {
      page.append("<tr><td>").append(escaped(limit.what())).append("</td><td class=\"number\">");
      page.append(Numbers.text(limit.value())).append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private void appendSection(Section section) {
    page.append("<h2>").append(escaped(section.title())).append("</h2>\n");
    for (Comparison comparison : section.comparisons()) {
      String name = escaped(comparison.scenario());
      page.append("<h3 id=\"%s\">%s</h3>\n".formatted(name, name));
      page.append("<p>").append(escaped(comparison.sentence())).append("</p>\n");
      for (String failure : comparison.failures()) {
        page.append("<p class=\"failed\">failed: ").append(escaped(failure)).append("</p>\n");
      }
      for (Row row : comparison.rows()) {
        appendRow(comparison.contenders(), row);
      }
    }
  }

  private void appendRow(List<String> contenders, Row row) {
    String better =
        switch (row.metric().better()) {
          case MORE -> " (more is better)";
          case LESS -> " (less is better)";
          case NEITHER -> "";
        };
    page.append("<h4>").append(escaped(row.metric().name()));
    page.append("<span class=\"small\">").append(better).append("</span></h4>\n");
    Bars.append(page, contenders, row);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
