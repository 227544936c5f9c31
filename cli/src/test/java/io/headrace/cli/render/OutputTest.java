package io.headrace.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutputTest {

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private final Listing listing =
      new Listing("name", "last_offset", "replicas")
          .add("a \"quoted\", name", 7, List.of(1, 2))
          .add("b", Optional.empty(), List.of());

  @Test
  void tablesAlignTextLeftAndNumbersRight() {
    output(Format.TABLE).show(listing);

    assertThat(shown())
        .isEqualTo(
            """
            NAME              LAST OFFSET  REPLICAS
            a "quoted", name            7  1,2
            b                           -  -
            """);
  }

  @Test
  void jsonIsOneArray() {
    output(Format.JSON).show(listing);

    assertThat(shown())
        .isEqualTo(
            """
            [{"name":"a \\"quoted\\", name","last_offset":7,"replicas":[1,2]},\
            {"name":"b","last_offset":null,"replicas":[]}]
            """);
  }

  @Test
  void jsonLinesAreOneObjectEach() {
    output(Format.JSONL).show(listing);

    assertThat(shown().lines())
        .containsExactly(
            "{\"name\":\"a \\\"quoted\\\", name\",\"last_offset\":7,\"replicas\":[1,2]}",
            "{\"name\":\"b\",\"last_offset\":null,\"replicas\":[]}");
  }

  @Test
  void csvQuotesWhatItMust() {
    output(Format.CSV).show(listing);

    assertThat(shown())
        .isEqualTo(
            """
            name,last_offset,replicas
            "a ""quoted"", name",7,"1,2"
            b,,
            """);
  }

  @Test
  void aCardIsFactsAndThenItsParts() {
    output(Format.TABLE).show(card());

    assertThat(shown())
        .isEqualTo(
            """
            name    orders
            in use  true

            PART
               1
            """);
  }

  @Test
  void aCardIsOneJsonObject() {
    output(Format.JSON).show(card());

    assertThat(shown())
        .isEqualTo("{\"name\":\"orders\",\"in_use\":true,\"parts\":[{\"part\":1}]}\n");
  }

  @Test
  void controlCharactersAreEscapedInJson() {
    var json = new StringBuilder();
    JsonText.appendString(json, "\u0001\n\t\\é");

    assertThat(json).hasToString("\"\\u0001\\n\\t\\\\é\"");
  }

  @Test
  void quietLeavesOutHeadersAndNotes() {
    var style = new Output.Style(Format.TABLE, true, Palette.PLAIN);
    var output = new Output(results, notes, style);

    output.show(new Listing("name").add("x"));
    output.note("a note");
    output.done("done", new Card());

    assertThat(shown()).isEqualTo("x\n");
    assertThat(notes.size()).isZero();
  }

  @Test
  void aStreamShowsItsHeaderOnce() {
    try (RowStream rows = output(Format.CSV).stream("n")) {
      for (int i = 0; i < 2500; i++) {
        rows.add(i);
      }
    }

    assertThat(shown().lines()).hasSize(2501).startsWith("n", "0").endsWith("2499");
  }

  @Test
  void aStreamOfJsonIsStillOneDocument() {
    try (RowStream rows = output(Format.JSON).stream("n")) {
      rows.add(1);
      rows.add(2);
    }

    assertThat(shown()).isEqualTo("[{\"n\":1},{\"n\":2}]\n");
  }

  @Test
  void aStreamOfJsonIsShownWhileItGrows() {
    try (RowStream rows = output(Format.JSON).stream("n")) {
      for (int i = 0; i < RowStream.PAGE_ROWS; i++) {
        rows.add(i);
      }
      assertThat(shown()).startsWith("[{\"n\":0},").endsWith("{\"n\":999}");
      rows.add("x".repeat(RowStream.PAGE_CHARS));
      assertThat(shown()).endsWith("x\"}");
    }

    assertThat(shown()).endsWith("x\"}]\n");
  }

  @Test
  void anEmptyStreamOfJsonIsAnEmptyArray() {
    output(Format.JSON).stream("n").close();

    assertThat(shown()).isEqualTo("[]\n");
  }

  @Test
  void bytesThatAreNoTextAreShownInBase64() {
    assertThat(BytesText.show("é".getBytes(StandardCharsets.UTF_8))).isEqualTo("é");
    assertThat(BytesText.show(new byte[] {(byte) 0xff})).isEqualTo("base64:/w==");
  }

  private static Card card() {
    return new Card()
        .fact("name", "orders")
        .fact("in_use", true)
        .parts("parts", new Listing("part").add(1));
  }

  private Output output(Format format) {
    return new Output(results, notes, new Output.Style(format, false, Palette.PLAIN));
  }

  private String shown() {
    return results.toString(StandardCharsets.UTF_8);
  }
}
