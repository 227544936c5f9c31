package io.headrace.cli.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Columns for the eye: as wide as their widest cell, numbers to the right.
final class TableText {

  private static final String GAP = "  ";

  private final Palette palette;

  TableText(Palette palette) {
    this.palette = palette;
  }

  /// Without rows, only the header.
  void append(StringBuilder text, Listing listing, boolean withHeader) {
    int columnCount = listing.columns().size();
    int[] widths = new int[columnCount];
    boolean[] numeric = new boolean[columnCount];
    for (int column = 0; column < columnCount; column++) {
      widths[column] = withHeader ? listing.columns().get(column).length() : 0;
      for (List<Object> row : listing.rows()) {
        widths[column] = Math.max(widths[column], shown(row.get(column)).length());
        numeric[column] |= Cells.isNumber(row.get(column));
      }
    }
    if (withHeader) {
      var header = new StringBuilder();
      for (int column = 0; column < columnCount; column++) {
        String title = listing.columns().get(column).toUpperCase(Locale.ROOT).replace('_', ' ');
        cell(header, title, widths[column], numeric[column]);
      }
      text.append(palette.heading(header.toString().stripTrailing())).append('\n');
    }
    for (List<Object> row : listing.rows()) {
      var line = new StringBuilder();
      for (int column = 0; column < columnCount; column++) {
        cell(line, shown(row.get(column)), widths[column], numeric[column]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /// Names to the left, values beside them.
  void append(StringBuilder text, Map<String, Object> facts) {
    int width = 0;
    for (String name : facts.keySet()) {
      width = Math.max(width, name.length());
    }
    for (var fact : facts.entrySet()) {
      String name = fact.getKey().replace('_', ' ');
      text.append(palette.heading(name)).repeat(' ', width - name.length()).append(GAP);
      text.append(shown(fact.getValue())).append('\n');
    }
  }

  private static void cell(StringBuilder line, String content, int width, boolean right) {
    if (!line.isEmpty()) {
      line.append(GAP);
    }
    int padding = width - content.length();
    if (right) {
      line.repeat(' ', padding).append(content);
    } else {
      line.append(content).repeat(' ', padding);
    }
  }

  private static String shown(Object cell) {
    String text = Cells.text(cell);
    return text.isEmpty() ? "-" : text;
  }
}
