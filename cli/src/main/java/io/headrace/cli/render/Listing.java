package io.headrace.cli.render;

import java.util.ArrayList;
import java.util.List;

/// Rows under named columns.
///
/// A cell is a string, a number, a boolean, a list of these, or an `Optional` of these for what may
/// be unknown.
public final class Listing {

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /// @param columns as JSON names them, in lower case with underscores
  public Listing(String... columns) {
    this.columns = List.of(columns);
  }

  public Listing add(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns);
    }
    rows.add(List.of(cells));
    return this;
  }

  public List<String> columns() {
    return columns;
  }

  public List<List<Object>> rows() {
    return rows;
  }
}
