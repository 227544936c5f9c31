package io.headrace.cli.render;

import java.util.List;

/// Writes rows by RFC 4180, but with plain line breaks as every Unix tool expects them.
public final class CsvText {

  private CsvText() {}

  static void append(StringBuilder csv, Listing listing, boolean withHeader) {
    if (withHeader) {
      appendRow(csv, listing.columns());
    }
    listing.rows().forEach(row -> appendRow(csv, row));
  }

  static void appendRow(StringBuilder csv, List<?> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",");
      appendField(csv, Cells.text(cells.get(i)));
    }
    csv.append('\n');
  }

  /// One field, quoted if it must be.
  public static void appendField(StringBuilder csv, String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length() && !quoted; i++) {
      quoted = ",\"\n\r".indexOf(text.charAt(i)) >= 0;
    }
    if (quoted) {
      csv.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      csv.append(text);
    }
  }
}
