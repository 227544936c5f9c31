package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// Programs that need transactions, which are not served yet, are told so at once.
@ExtendWith(SharedNode.class)
@DisabledIfSystemProperty(named = "headrace.compatibility.bootstrap", matches = ".*")
final class TransactionsCompatibilityTest {

  private static final String TOLD = "transactions are not served yet";

  private final Clients clients;
  private final String id = Clients.unique("transaction");

  TransactionsCompatibilityTest(Broker broker) {
    this.clients = Clients.of(broker);
  }

  @Test
  void kafkaClientsFailAtOnce() {
    long startNs = System.nanoTime();
    try (Producer<String, String> producer = clients.producer(Map.of("transactional.id", id))) {
      assertThatThrownBy(producer::initTransactions)
          .isInstanceOf(KafkaException.class)
          .isNotInstanceOf(TimeoutException.class)
          .hasStackTraceContaining(TOLD);
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - startNs);
    assertThat(taken).isLessThan(Clients.PATIENCE.dividedBy(2));
  }

  @Test
  void librdkafkaFailsAtOnce() {
    ForeignClient python = ForeignClient.python("confluent_kafka");
    Command told = python.runScript("confluent_transaction.py", clients.bootstrap(), id);
    assertThat(told.succeeded().output()).contains("fatal=True", TOLD);
  }
}
