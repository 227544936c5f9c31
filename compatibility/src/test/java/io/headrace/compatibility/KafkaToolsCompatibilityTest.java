package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kafka.admin.ConfigCommand;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.tools.BrokerApiVersionsCommand;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.DeleteRecordsCommand;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.LogDirsCommand;
import org.apache.kafka.tools.ProducerPerformance;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.VerifiableConsumer;
import org.apache.kafka.tools.VerifiableProducer;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The command-line tools of Apache Kafka, unchanged.
@ExtendWith(SharedNode.class)
final class KafkaToolsCompatibilityTest {

  private final Clients clients;
  private final String name = Clients.unique("tool");

  KafkaToolsCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void topicsCreatesDescribesAltersAndDeletes() {
    assertSays(topics("--create", "--topic", name, "--partitions", "3"), "Created topic " + name);
    assertSays(topics("--list"), name);
    assertSays(topics("--describe", "--topic", name), "PartitionCount: 3", "ReplicationFactor: 1");
    assertSays(topics("--alter", "--topic", name, "--partitions", "4"));
    assertSays(topics("--describe", "--topic", name), "PartitionCount: 4", "Partition: 3");
    assertSays(topics("--delete", "--topic", name));
    assertThat(topics("--list").output()).doesNotContain(name);
    KafkaTool unknown = topics("--describe", "--topic", name);
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.output()).contains("does not exist");
  }

  @Test
  void configsAreAlteredAndDescribed() {
    String topic = clients.topic(1);
    String[] ofTopic = {"--entity-type", "topics", "--entity-name", topic};

    assertSays(configs(ofTopic, "--alter", "--add-config", "retention.ms=1234567"), "Completed");
    assertSays(configs(ofTopic, "--describe"), "retention.ms=1234567");
    assertSays(configs(ofTopic, "--alter", "--delete-config", "retention.ms"), "Completed");
    assertThat(configs(ofTopic, "--describe").output()).doesNotContain("1234567");
    assertSays(configs(ofTopic, "--describe", "--all"), "retention.ms=604800000");
  }

  @Test
  void theConsoleProducerAndConsumerCarryLines() {
    String topic = clients.topic(1);
    String lines = "k1:one\nk2:two\nk3:three\n";
    KafkaTool produced =
        tool(
            ConsoleProducer::main,
            lines,
            "--topic",
            topic,
            "--reader-property",
            "parse.key=true",
            "--reader-property",
            "key.separator=:");
    assertThat(produced.exitCode()).as(produced.output()).isZero();

    KafkaTool consumed =
        tool(
            ConsoleConsumer::main,
            "",
            "--topic",
            topic,
            "--from-beginning",
            "--max-messages",
            "3",
            "--timeout-ms",
            "20000",
            "--formatter-property",
            "print.key=true",
            "--formatter-property",
            "key.separator=:");
    assertSays(consumed, lines, "Processed a total of 3 messages");
  }

  @Test
  void groupsAreListedDescribedAndReset() {
    String topic = clients.topic(1);
    fill(topic, 10);
    assertSays(
        tool(
            ConsoleConsumer::main,
            "",
            "--topic",
            topic,
            "--group",
            name,
            "--from-beginning",
            "--max-messages",
            "10",
            "--timeout-ms",
            "20000"));

    assertSays(groups("--list"), name);
    assertThat(words(groups("--describe", "--group", name))).contains(name, topic, "10", "0");
    assertSays(groups("--describe", "--group", name, "--state"), "Empty");
    KafkaTool reset =
        groups(
            "--group", name, "--topic", topic, "--reset-offsets", "--to-offset", "4", "--execute");
    assertThat(words(reset)).contains(name, topic, "4");
    assertThat(words(groups("--describe", "--group", name))).contains("4", "10", "6");
    assertSays(groups("--delete", "--group", name), "successful");
  }

  @Test
  void offsetsAreTold() {
    String topic = clients.topic(2);
    fill(topic, 10);
    assertSays(tool(GetOffsetShell::main, "", "--topic", topic), topic + ":0:10", topic + ":1:0");
    assertSays(
        tool(GetOffsetShell::main, "", "--topic", topic, "--time", "earliest"), topic + ":0:0");
  }

  @Test
  void recordsAreDeleted(@TempDir Path directory) throws IOException {
    String topic = clients.topic(1);
    fill(topic, 10);
    Path file = directory.resolve("offsets.json");
    Files.writeString(
        file,
        """
        {"partitions": [{"topic": "%s", "partition": 0, "offset": 3}], "version": 1}
        """
            .formatted(topic));

    KafkaTool deleted = tool(DeleteRecordsCommand::main, "", "--offset-json-file", file.toString());

    assertSays(deleted, topic + "-0", "low_watermark: 3");
  }

  @Test
  void whatAVerifiableProducerSendsAVerifiableConsumerReads() {
    String topic = clients.topic(2);
    Command produced =
        Command.java(
            VerifiableProducer.class,
            "--bootstrap-server",
            clients.bootstrap(),
            "--topic",
            topic,
            "--max-messages",
            "500");
    assertThat(produced.succeeded().output()).contains("\"acked\":500");

    Command consumed =
        Command.java(
            VerifiableConsumer.class,
            "--bootstrap-server",
            clients.bootstrap(),
            "--topic",
            topic,
            "--group-id",
            name,
            "--max-messages",
            "500",
            "--reset-policy",
            "earliest");
    assertThat(consumed.succeeded().output()).contains("records_consumed", "offsets_committed");
  }

  @Test
  void thePerformanceToolsMeasure() {
    String topic = clients.topic(1);
    KafkaTool produced =
        KafkaTool.run(
            ProducerPerformance::main,
            "",
            "--topic",
            topic,
            "--num-records",
            "20000",
            "--record-size",
            "200",
            "--throughput",
            "-1",
            "--bootstrap-server",
            clients.bootstrap());
    assertSays(produced, "20000 records sent");

    KafkaTool consumed =
        tool(ConsumerPerformance::main, "", "--topic", topic, "--num-records", "20000");
    assertThat(consumed.output()).contains("data.consumed.in.MB").contains(", 20000, ");
  }

  @Test
  void theVersionsOfTheApisAreTold() {
    KafkaTool versions = tool(BrokerApiVersionsCommand::main, "");
    assertSays(versions, "Produce(0): 0 to 13", "Fetch(1): 4 to 18", "ApiVersions(18): 0 to 4");
  }

  @Test
  void theSizesOfLogsAreTold() {
    String topic = clients.topic(1);
    fill(topic, 1);
    assertSays(
        tool(LogDirsCommand::main, "", "--describe", "--topic-list", topic),
        "\"partition\":\"" + topic + "-0\"");
  }

  private KafkaTool topics(String... arguments) {
    return tool(TopicCommand::main, "", arguments);
  }

  private KafkaTool configs(String[] entity, String... arguments) {
    var all = new ArrayList<>(Arrays.asList(entity));
    all.addAll(Arrays.asList(arguments));
    return tool(ConfigCommand::main, "", all.toArray(String[]::new));
  }

  private KafkaTool groups(String... arguments) {
    return tool(ConsumerGroupCommand::main, "", arguments);
  }

  private KafkaTool tool(KafkaTool.Main tool, String input, String... arguments) {
    var all = new ArrayList<>(List.of("--bootstrap-server", clients.bootstrap()));
    all.addAll(Arrays.asList(arguments));
    return KafkaTool.run(tool, input, all.toArray(String[]::new));
  }

  private void fill(String topic, int count) {
    try (Producer<String, String> producer = clients.producer()) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(topic, 0, null, String.valueOf(i)));
      }
    }
  }

  private static void assertSays(KafkaTool tool, String... expected) {
    assertThat(tool.exitCode()).as(tool.output()).isZero();
    if (expected.length > 0) {
      assertThat(tool.output()).contains(expected);
    }
  }

  private static List<String> words(KafkaTool tool) {
    assertThat(tool.exitCode()).as(tool.output()).isZero();
    return Arrays.asList(tool.output().split("\\s+"));
  }
}
