package io.headrace.simulator.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured: a row for each thing, a column for each size of cluster.
final class Figures {
  private final List<String> columns = new ArrayList<>();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  boolean isEmpty() {
    return columns.isEmpty();
  }

  void column(String title) {
    columns.add(title);
  }

  void add(String row, double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    List<String> cells = rows.computeIfAbsent(row, _ -> new ArrayList<>());
    while (cells.size() < columns.size() - 1) {
      cells.add("");
    }
    cells.add(String.format(Locale.ROOT, format, value));
  }

  /// As a table of Markdown; nothing if nothing was measured.
  @Override
  public String toString() {
    if (isEmpty()) {
      return "";
    }
    var text = new StringBuilder("| |");
    columns.forEach(column -> text.append(' ').append(column).append(" |"));
    text.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
    rows.forEach((row, cells) -> {
      text.append("| ").append(row).append(" |");
      cells.forEach(cell -> text.append(' ').append(cell).append(" |"));
      text.append('\n');
    });
    return text.toString();
  }
}
