package io.headrace.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinesTest {

  @Test
  void linesEndAtLineFeeds() throws IOException {
    assertThat(lines("a\nbc\n")).containsExactly("a", "bc");
  }

  @Test
  void theLastLineNeedsNoLineFeed() throws IOException {
    assertThat(lines("a\nb")).containsExactly("a", "b");
  }

  @Test
  void emptyLinesAreLines() throws IOException {
    assertThat(lines("\n\na\n\n")).containsExactly("", "", "a", "");
  }

  @Test
  void nothingIsNoLine() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  @Test
  void carriageReturnsStay() throws IOException {
    assertThat(lines("a\r\nb\r\n")).containsExactly("a\r", "b\r");
  }

  @Test
  void aLineMayBeLongerThanTheBuffer() throws IOException {
    String wide = "x".repeat(3_000_000);
    assertThat(lines("short\n" + wide + "\nshort")).containsExactly("short", wide, "short");
  }

  @Test
  void linesSurviveAnyCutOfTheStream() throws IOException {
    var text = new StringBuilder();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 40_000; i++) {
      String line = "y".repeat(i % 50);
      expected.add(line);
      text.append(line).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    var drip =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 977));
          }
        };
    assertThat(lines(drip)).isEqualTo(expected);
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static List<String> lines(InputStream stream) throws IOException {
    var found = new ArrayList<String>();
    var lines = new Lines(stream, () -> {});
    while (lines.next()) {
      int length = lines.lineEnd() - lines.lineStart();
      found.add(new String(lines.buffer(), lines.lineStart(), length, StandardCharsets.ISO_8859_1));
    }
    return found;
  }
}
