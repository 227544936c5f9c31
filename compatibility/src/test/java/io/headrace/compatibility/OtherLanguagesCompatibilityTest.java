package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients for Python and Node. Their scripts create a topic, write to it with keys, headers and
/// each codec, read it back in a group, and end with `ok`.
@ExtendWith(SharedNode.class)
final class OtherLanguagesCompatibilityTest {

  private final String bootstrap;

  OtherLanguagesCompatibilityTest(Broker broker) {
    this.bootstrap = broker.bootstrap();
  }

  @Test
  void confluentKafkaForPython() {
    ForeignClient client = ForeignClient.python("confluent_kafka");
    assertEndsWell(client.runScript("confluent_client.py", bootstrap, Clients.unique("confluent")));
  }

  @Test
  void kafkaPython() {
    ForeignClient client = ForeignClient.python("kafka");
    assertEndsWell(client.runScript("kafka_python_client.py", bootstrap, Clients.unique("python")));
  }

  @Test
  void kafkaJs() {
    ForeignClient client = ForeignClient.node("kafkajs");
    assertEndsWell(client.runScript("kafkajs_client.js", bootstrap, Clients.unique("kafkajs")));
  }

  private static void assertEndsWell(Command command) {
    assertThat(command.succeeded().output()).endsWith("ok\n");
  }
}
