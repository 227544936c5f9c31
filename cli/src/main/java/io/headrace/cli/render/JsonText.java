package io.headrace.cli.render;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes cells as JSON. The few lines spare a command the start of a JSON library.
public final class JsonText {

  private static final HexFormat HEX = HexFormat.of();

  private JsonText() {}

  static void append(StringBuilder json, Object cell) {
    switch (cell) {
      case Optional<?> known when known.isEmpty() -> json.append("null");
      case Optional<?> known -> append(json, known.get());
      case Number number -> json.append(number);
      case Boolean truth -> json.append(truth.booleanValue());
      case List<?> items -> appendItems(json, items);
      case Map<?, ?> members -> appendMembers(json, members);
      case Listing listing -> appendRows(json, listing);
      default -> appendString(json, cell.toString());
    }
  }

  static void appendRow(StringBuilder json, Listing listing, List<Object> row) {
    json.append('{');
    for (int i = 0; i < row.size(); i++) {
      appendMember(json, i, listing.columns().get(i), row.get(i));
    }
    json.append('}');
  }

  /// A string with its quotes. Everything but quotes, backslashes and control characters stays.
  public static void appendString(StringBuilder json, CharSequence text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ') {
            json.append("\\u").append(HEX.toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private static void appendRows(StringBuilder json, Listing listing) {
    json.append('[');
    for (int i = 0; i < listing.rows().size(); i++) {
      json.append(i == 0 ? "" : ",");
      appendRow(json, listing, listing.rows().get(i));
    }
    json.append(']');
  }

  private static void appendItems(StringBuilder json, List<?> items) {
    json.append('[');
    for (int i = 0; i < items.size(); i++) {
      json.append(i == 0 ? "" : ",");
      append(json, items.get(i));
    }
    json.append(']');
  }

  private static void appendMembers(StringBuilder json, Map<?, ?> members) {
    json.append('{');
    int index = 0;
    for (var member : members.entrySet()) {
      appendMember(json, index++, member.getKey().toString(), member.getValue());
    }
    json.append('}');
  }

  private static void appendMember(StringBuilder json, int index, String name, Object cell) {
    json.append(index == 0 ? "" : ",");
    appendString(json, name);
    json.append(':');
    append(json, cell);
  }
}
