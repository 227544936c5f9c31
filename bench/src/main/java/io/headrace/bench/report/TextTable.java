package io.headrace.bench.report;

import io.headrace.bench.machine.Limit;
import io.headrace.bench.report.Comparison.Row;
import java.util.ArrayList;
import java.util.List;

/// A comparison for a terminal: medians with the least and the most of all runs, and beside each
/// peer what the first contender is in multiples of it.
public final class TextTable {

  private static final String GAP = "   ";

  private TextTable() {}

  public static String of(Comparison comparison) {
    var text = new StringBuilder();
    text.append(comparison.scenario()).append(": ").append(comparison.sentence()).append('\n');
    if (!comparison.rows().isEmpty()) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(head(comparison));
      comparison.rows().forEach(row -> lines.add(line(row)));
      appendTo(text, lines);
    }
    for (String failure : comparison.failures()) {
      text.append(GAP).append("failed: ").append(failure).append('\n');
    }
    return text.toString();
  }

  /// What the machine can do without a broker.
  public static String of(List<Limit> limits) {
    List<List<String>> lines =
        limits.stream().map(limit -> List.of(limit.what(), Numbers.text(limit.value()))).toList();
    var text = new StringBuilder("machine: what it does when no broker is in between.\n");
    appendTo(text, lines);
    return text.toString();
  }

  private static void appendTo(StringBuilder text, List<List<String>> lines) {
    int[] widths = widths(lines);
    for (List<String> line : lines) {
      text.append(GAP).append(padded(line, widths).stripTrailing()).append('\n');
    }
  }

  private static List<String> head(Comparison comparison) {
    var head = new ArrayList<String>();
    head.add("");
    head.add("better");
    List<String> contenders = comparison.contenders();
    for (int i = 0; i < contenders.size(); i++) {
      head.add(contenders.get(i));
      head.add("(min – max)");
      if (i > 0) {
        head.add(contenders.getFirst() + "/" + contenders.get(i));
      }
    }
    return head;
  }

  private static List<String> line(Row row) {
    var line = new ArrayList<String>();
    line.add(row.metric().name());
    line.add(
        switch (row.metric().better()) {
          case MORE -> "more";
          case LESS -> "less";
          case NEITHER -> "";
        });
    for (int i = 0; i < row.spreads().size(); i++) {
      Spread spread = row.spreads().get(i);
      line.add(Numbers.text(spread.median()));
      line.add("(" + Numbers.text(spread.min()) + " – " + Numbers.text(spread.max()) + ")");
      if (i > 0) {
        line.add(row.isJudged() ? Numbers.ratio(row.ratio(i)) : "");
      }
    }
    return line;
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return widths;
  }

  /// The first column begins at the left, the others end at the right.
  private static String padded(List<String> line, int[] widths) {
    var padded = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - line.get(i).length());
      padded.append(i == 0 ? line.get(i) + space : GAP + space + line.get(i));
    }
    return padded.toString();
  }
}
