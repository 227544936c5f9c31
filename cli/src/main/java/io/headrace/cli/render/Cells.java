package io.headrace.cli.render;

import java.util.List;
import java.util.Optional;

/// A cell as people read it.
final class Cells {

  private Cells() {}

  static String text(Object cell) {
    return switch (cell) {
      case Optional<?> known -> known.isPresent() ? text(known.get()) : "";
      case List<?> items -> joined(items);
      default -> cell.toString();
    };
  }

  static boolean isNumber(Object cell) {
    return cell instanceof Number
        || (cell instanceof Optional<?> known && known.isPresent() && isNumber(known.get()));
  }

  private static String joined(List<?> items) {
    var text = new StringBuilder();
    for (Object item : items) {
      text.append(text.isEmpty() ? "" : ",").append(text(item));
    }
    return text.toString();
  }
}
