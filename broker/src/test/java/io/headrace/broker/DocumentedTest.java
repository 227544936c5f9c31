package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.ApiRow;
import io.headrace.broker.api.NotServed;
import io.headrace.broker.config.SettingsPage;
import io.headrace.protocol.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The pages that are made from the code say what the code says. When one is stale, this writes it
/// anew: `mvn -pl broker -am test -Dtest=DocumentedTest -Dheadrace.docs=write`.
class DocumentedTest {

  @Test
  void thePageOfApisIsThatOfTheTable() throws Exception {
    check("apis.md", apisPage());
  }

  @Test
  void thePageOfSettingsIsThatOfTheTable() throws Exception {
    check("configuration.md", SettingsPage.text());
  }

  private static void check(String name, String expected) throws IOException {
    Path page = root().resolve("docs").resolve(name);
    if ("write".equals(System.getProperty("headrace.docs"))) {
      Files.writeString(page, expected);
    }
    assertThat(page).content().isEqualTo(expected);
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  private static String apisPage() throws Exception {
    var page =
        new StringBuilder(
            """
            # The Kafka APIs that Headrace serves

            This page is made from the broker's table of APIs; a test fails when it is stale.

            | key | API | versions |
            |---:|---|---|
            """);
    for (ApiRow row : TestNode.made(Map.of(), new RaftMetadata()).node.apis().rows()) {
      page.append(
          "| %d | %s | %d–%d |\n"
              .formatted(
                  row.apiKey().id(),
                  row.apiKey().messageName(),
                  row.lowestVersion(),
                  row.highestVersion()));
    }
    page.append(
        """

        ## Not served

        A request of one of these closes the connection.

        | key | API | why |
        |---:|---|---|
        """);
    for (Map.Entry<ApiKey, String> each : NotServed.reasonsByApi().entrySet()) {
      page.append(
          "| %d | %s | %s |\n"
              .formatted(each.getKey().id(), each.getKey().messageName(), each.getValue()));
    }
    return page.toString();
  }
}
