package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// kcat, which is librdkafka on the command line.
@ExtendWith(SharedNode.class)
final class KcatCompatibilityTest {

  private final ForeignClient kcat = ForeignClient.kcat();
  private final Clients clients;

  KcatCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void theClusterIsListed() {
    String topic = clients.topic(2);
    assertThat(kcat("-L").output())
        .contains("1 brokers", "topic \"" + topic + "\" with 2 partitions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void linesGoInAndComeOut(String codec) {
    String topic = clients.topic(1);
    String lines =
        IntStream.range(0, 1000)
            .mapToObj(i -> "key" + i + ":value " + i + "\n")
            .collect(Collectors.joining());
    kcat.runWithInput(lines, "-b", clients.bootstrap(), "-P", "-t", topic, "-K:", "-z", codec)
        .succeeded();

    assertThat(kcat("-C", "-t", topic, "-e", "-q", "-K:").output()).isEqualTo(lines);
  }

  @Test
  void anIdempotentProducerIsServed() {
    String topic = clients.topic(1);
    kcat.runWithInput(
            "a\nb\n", "-b", clients.bootstrap(), "-P", "-t", topic, "-X", "enable.idempotence=true")
        .succeeded();
    assertThat(kcat("-C", "-t", topic, "-e", "-q", "-f", "%o %s\n").output())
        .isEqualTo("0 a\n1 b\n");
  }

  @Test
  void aGroupReadsWhatIsThere() {
    String topic = clients.topic(3);
    kcat.runWithInput("a\nb\nc\n", "-b", clients.bootstrap(), "-P", "-t", topic).succeeded();
    String group = Clients.unique("kcat");
    Command read = kcat("-G", group, "-c", "3", "-q", "-X", "auto.offset.reset=earliest", topic);
    assertThat(read.output().lines()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void offsetsAreFoundByTimestamp() {
    String topic = clients.topic(1);
    kcat.runWithInput("a\nb\n", "-b", clients.bootstrap(), "-P", "-t", topic).succeeded();
    assertThat(kcat("-Q", "-t", topic + ":0:-1").output()).contains("offset 2");
  }

  private Command kcat(String... arguments) {
    String[] words = new String[arguments.length + 2];
    words[0] = "-b";
    words[1] = clients.bootstrap();
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return kcat.run(words).succeeded();
  }
}
