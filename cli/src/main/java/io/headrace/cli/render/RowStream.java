package io.headrace.cli.render;

import java.util.Optional;

/// Rows of which there may be too many to hold, shown a page at a time.
///
/// Holds no more than [#PAGE_ROWS] rows, or [#PAGE_CHARS] characters and the row that passed them.
/// A JSON array stays one document over all its pages.
public final class RowStream implements AutoCloseable {

  static final int PAGE_ROWS = 1000;
  static final int PAGE_CHARS = 1024 * 1024;

  private final Output output;
  private final String[] columns;
  private Listing page;
  private long pageChars;
  private boolean first = true;

  RowStream(Output output, String... columns) {
    this.output = output;
    this.columns = columns;
    this.page = new Listing(columns);
  }

  public void add(Object... cells) {
    page.add(cells);
    for (Object cell : cells) {
      pageChars += length(cell);
    }
    if (page.rows().size() == PAGE_ROWS || pageChars >= PAGE_CHARS) {
      show();
    }
  }

  @Override
  public void close() {
    boolean isArray = output.style().format() == Format.JSON;
    if (!page.rows().isEmpty() || first && !isArray) {
      show();
    }
    if (isArray) {
      output.print(first ? "[]\n" : "]\n");
    }
  }

  private void show() {
    if (output.style().format() == Format.JSON) {
      var text = new StringBuilder();
      String separator = first ? "[" : ",";
      for (var row : page.rows()) {
        text.append(separator);
        JsonText.appendRow(text, page, row);
        separator = ",";
      }
      output.print(text);
    } else {
      output.show(page, first ? Output.Header.IF_WANTED : Output.Header.NONE);
    }
    first = false;
    page = new Listing(columns);
    pageChars = 0;
  }

  private static int length(Object cell) {
    Object shown = cell instanceof Optional<?> perhaps ? perhaps.orElse(null) : cell;
    return shown instanceof CharSequence text ? text.length() : 1;
  }
}
