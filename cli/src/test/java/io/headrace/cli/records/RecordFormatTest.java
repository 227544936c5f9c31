package io.headrace.cli.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.cli.cluster.Header;
import io.headrace.cli.cluster.Source.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFormatTest {

  private static final Received RECORD =
      new Received(
          3,
          42,
          1_700_000_000_123L,
          bytes("k"),
          bytes("\"v\",\n"),
          List.of(new Header("a", bytes("1")), new Header("b", bytes("2"))));
  private static final Received BARE = new Received(0, 0, -1, null, null, List.of());

  @Test
  void everyFieldOfATemplateHasALetter() throws IOException {
    assertThat(template("%t/%p/%o/%T/%d/%k/%K/%V/%h/%%\\t\\x41\\n", RECORD))
        .isEqualTo("orders/3/42/1700000000123/2023-11-14T22:13:20.123Z/k/1/5/a=1,b=2/%\tA\n");
  }

  @Test
  void absentFieldsOfATemplateAreEmpty() throws IOException {
    assertThat(template("[%k][%v][%h][%K][%V][%d]", BARE)).isEqualTo("[][][][-1][-1][-]");
  }

  @Test
  void aTemplatePassesAnyBytesAsTheyAre() throws IOException {
    byte[] odd = {0, (byte) 0xff, '\r', (byte) 0xc3};
    var out = new ByteArrayOutputStream();

    new TemplateFormat("%v", "orders").write(new Received(0, 0, 0, null, odd, List.of()), out);

    assertThat(out.toByteArray()).isEqualTo(odd);
  }

  @Test
  void aTemplateMayHoldAnyText() throws IOException {
    assertThat(template("é😀%k", RECORD)).isEqualTo("é😀k");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%z", "\\", "\\q", "\\x4", "\\xZZ"})
  void aTemplateWithAMistakeIsRefused(String template) {
    assertThatThrownBy(() -> new TemplateFormat(template, "orders"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jsonHoldsEverything() throws IOException {
    assertThat(written(new JsonlFormat("orders"), RECORD))
        .isEqualTo(
            "{\"topic\":\"orders\",\"partition\":3,\"offset\":42,\"timestamp\":1700000000123,\"key\":\"k\",\"value\":\"\\\"v\\\",\\n\",\"headers\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"2\"}]}\n");
  }

  @Test
  void jsonTellsNullAndNoText() throws IOException {
    var record = new Received(0, 0, 0, null, new byte[] {(byte) 0xff}, List.of());

    assertThat(written(new JsonlFormat("t"), record))
        .contains("\"key\":null,\"value_base64\":\"/w==\"");
  }

  @Test
  void csvQuotesValues() throws IOException {
    assertThat(written(new CsvFormat(), RECORD))
        .isEqualTo("3,42,1700000000123,k,\"\"\"v\"\",\n\"\n");
  }

  private static String template(String template, Received record) throws IOException {
    return written(new TemplateFormat(template, "orders"), record);
  }

  private static String written(RecordFormat format, Received record) throws IOException {
    var out = new ByteArrayOutputStream();
    format.write(record, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
