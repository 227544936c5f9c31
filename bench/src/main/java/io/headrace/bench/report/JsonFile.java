package io.headrace.bench.report;

import static java.util.stream.Collectors.joining;

import io.headrace.bench.report.Comparison.Row;
import io.headrace.bench.report.Report.Section;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A report for programs. Its form is told in `docs/performance.md`.
public final class JsonFile {

  private JsonFile() {}

  public static String of(Report report) {
    return """
    {
      "notes": %s,
      "machine": %s,
      "scenarios": %s
    }
    """
        .formatted(
            list(report.notes(), JsonFile::text),
            list(
                report.limits(),
                limit ->
                    "{\"name\": %s, \"value\": %s}"
                        .formatted(text(limit.what()), number(limit.value()))),
            list(
                report.sections().stream()
                    .flatMap(section ->
                        section.comparisons().stream().map(each -> scenario(section, each)))
                    .toList(),
                Function.identity()));
  }

  private static String scenario(Section section, Comparison comparison) {
    return "{\"name\": %s, \"group\": %s, \"sentence\": %s, \"failures\": %s, \"metrics\": %s}"
        .formatted(
            text(comparison.scenario()),
            text(section.name()),
            text(comparison.sentence()),
            list(comparison.failures(), JsonFile::text),
            list(comparison.rows(), row -> metric(comparison.contenders(), row)));
  }

  private static String metric(List<String> contenders, Row row) {
    var figures = new StringBuilder();
    for (int i = 0; i < contenders.size(); i++) {
      Spread spread = row.spreads().get(i);
      figures.append(
          ", %s: {\"median\": %s, \"min\": %s, \"max\": %s"
              .formatted(
                  text(contenders.get(i)),
                  number(spread.median()),
                  number(spread.min()),
                  number(spread.max())));
      if (i > 0 && row.isJudged()) {
        figures.append(", \"ratio\": ").append(number(row.ratio(i)));
      }
      figures.append('}');
    }
    return "{\"name\": %s, \"better\": %s%s}"
        .formatted(
            text(row.metric().name()),
            text(row.metric().better().name().toLowerCase(Locale.ROOT)),
            figures);
  }

  private static <T> String list(List<T> elements, Function<T, String> json) {
    return elements.stream().map(json).collect(joining(",\n    ", "[", "]"));
  }

  /// There is no number in JSON for what is divided by nothing.
  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private static String text(String value) {
    var json = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
