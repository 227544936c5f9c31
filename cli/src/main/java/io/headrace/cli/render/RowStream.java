package io.headrace.cli.render;

/// Rows of which there may be too many to hold, shown a page at a time.
///
/// Only a JSON array is one document whatever its length: it is shown at the end.
public final class RowStream implements AutoCloseable {

  private static final int PAGE_ROWS = 1000;

  private final Output output;
  private final String[] columns;
  private final boolean paged;
  private Listing page;
  private boolean first = true;

  RowStream(Output output, String... columns) {
    this.output = output;
    this.columns = columns;
    this.paged = output.style().format() != Format.JSON;
    this.page = new Listing(columns);
  }

  public void add(Object... cells) {
    page.add(cells);
    if (paged && page.rows().size() == PAGE_ROWS) {
      show();
    }
  }

  @Override
  public void close() {
    if (first || !page.rows().isEmpty()) {
      show();
    }
  }

  private void show() {
    output.show(page, first ? Output.Header.IF_WANTED : Output.Header.NONE);
    first = false;
    page = new Listing(columns);
  }
}
