package io.headrace.cli.render;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/// Where a command shows its results and says its notes.
///
/// Throws [UncheckedIOException] when nobody reads any more, as when piped into `head`.
public final class Output {

  private final OutputStream results;
  private final OutputStream notes;
  private final Style style;

  /// How a command speaks.
  ///
  /// @param format the value of `-o`
  /// @param quiet leaves out notes and headers (`-q`)
  /// @param palette colours of results
  public record Style(Format format, boolean quiet, Palette palette) {}

  /// Whether a page of rows begins with the names of the columns.
  enum Header {
    IF_WANTED,
    NONE
  }

  public Output(OutputStream results, OutputStream notes, Style style) {
    this.results = results;
    this.notes = notes;
    this.style = style;
  }

  public void show(Listing listing) {
    show(listing, Header.IF_WANTED);
  }

  /// For rows that go on arriving. Close it to show the last of them.
  public RowStream stream(String... columns) {
    return new RowStream(this, columns);
  }

  void show(Listing listing, Header header) {
    boolean withHeader = header == Header.IF_WANTED && !style.quiet();
    var text = new StringBuilder();
    switch (style.format()) {
      case TABLE -> table().append(text, listing, withHeader);
      case CSV -> CsvText.append(text, listing, withHeader);
      case JSON -> {
        JsonText.append(text, listing);
        text.append('\n');
      }
      case JSONL ->
          listing
              .rows()
              .forEach(row -> {
                JsonText.appendRow(text, listing, row);
                text.append('\n');
              });
    }
    print(text);
  }

  public void show(Card card) {
    var text = new StringBuilder();
    switch (style.format()) {
      case TABLE -> {
        table().append(text, card.facts());
        card.parts()
            .ifPresent(parts -> {
              text.append('\n');
              table().append(text, parts, !style.quiet());
            });
      }
      case CSV -> CsvText.append(text, rowsOf(card), !style.quiet());
      case JSON, JSONL -> {
        var members = new LinkedHashMap<>(card.facts());
        card.parts().ifPresent(parts -> members.put(card.partsName(), parts));
        JsonText.append(text, members);
        text.append('\n');
      }
    }
    print(text);
  }

  /// Says that something was done: a sentence for people, the facts for programs.
  public void done(String sentence, Card facts) {
    if (style.format() != Format.TABLE) {
      show(facts);
    } else if (!style.quiet()) {
      print(sentence + "\n");
    }
  }

  /// Something worth knowing that is not a result. Nothing with `-q`.
  public void note(String sentence) {
    if (!style.quiet()) {
      write(notes, sentence + "\n");
    }
  }

  /// Replaces the line of notes that was written by this before; for progress on a terminal.
  public void overwrite(String line) {
    write(notes, "\r\u001b[K" + line);
  }

  /// Plain text, whatever the format.
  public void print(CharSequence text) {
    write(results, text.toString());
  }

  /// Where bytes go that are results as they are.
  public OutputStream results() {
    return results;
  }

  public Style style() {
    return style;
  }

  private TableText table() {
    return new TableText(style.palette());
  }

  /// A flat format has no room for both: the parts are what a program wants.
  private static Listing rowsOf(Card card) {
    return card.parts()
        .orElseGet(() -> {
          var listing = new Listing("name", "value");
          card.facts().forEach(listing::add);
          return listing;
        });
  }

  private static void write(OutputStream stream, String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("nobody reads the output any more", e);
    }
  }
}
