package io.headrace.cli.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.cli.cluster.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordLinesTest {

  private final List<String> sent = new ArrayList<>();
  private final Sink sink =
      new Sink() {
        @Override
        public void send(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
          sent.add(text(key) + " -> " + text(value));
        }

        @Override
        public void rest() {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Test
  void withoutASeparatorThereAreNoKeys() throws IOException {
    copy(new RecordLines(null, false), "a:1\n\n");

    assertThat(sent).containsExactly("null -> a:1", "null -> ");
  }

  @Test
  void theFirstSeparatorEndsTheKey() throws IOException {
    copy(keyed(false), "a::1::2\n::x\n");

    assertThat(sent).containsExactly("a -> 1::2", " -> x");
  }

  @Test
  void emptyValuesCanMeanNull() throws IOException {
    copy(keyed(true), "a::\n");

    assertThat(sent).containsExactly("a -> null");
  }

  @Test
  void aLineWithoutItsSeparatorIsNamed() {
    assertThatThrownBy(() -> copy(keyed(false), "a::1\nb\n")).hasMessage("line 2 has no key");
    assertThat(sent).containsExactly("a -> 1");
  }

  @Test
  void whatWasReadIsCounted() throws IOException {
    var records = new RecordLines(null, false);
    copy(records, "ab\ncd\n");

    assertThat(records.recordCount()).isEqualTo(2);
    assertThat(records.bytes()).isEqualTo(6);
  }

  private static RecordLines keyed(boolean emptyAsNull) {
    return new RecordLines("::".getBytes(StandardCharsets.UTF_8), emptyAsNull);
  }

  private void copy(RecordLines records, String text) throws IOException {
    var input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    records.copy(input, sink, (recordCount, bytes) -> {});
  }

  private static String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? "null" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
