package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.runtime.Reactor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A node on whose disk there is no room for metadata either.
class FullMetadataDiskTest {

  private static final short KAFKA_STORAGE_ERROR = 56;
  private static final int MANY = 2_000;

  private TestNode node;
  private int created;

  @BeforeEach
  void fillUp() throws Exception {
    node = TestNode.withRealMetadata();
    node.createTopic("orders", 1, Map.of());
    node.produce("orders", 0, "kept");
    node.machine.disk().capacityBytes(node.machine.disk().usedBytes());
    short error = 0;
    while (error == 0 && created < MANY) {
      error = create();
    }
    assertThat(error).isEqualTo(KAFKA_STORAGE_ERROR);
  }

  private short create() {
    created++;
    return node.tryToCreateTopic("t".repeat(200) + created, 1, Map.of());
  }

  private short delete(String topic) {
    var request = new DeleteTopicsRequestData().setTimeoutMs(10_000).setTopicNames(List.of(topic));
    return node.ask(request, 5, new DeleteTopicsResponseData())
        .responses()
        .iterator()
        .next()
        .errorCode();
  }

  /// Not even with the room that is kept back.
  @Test
  void aNodeThatCannotRegisterSaysThatTheDiskIsFull() throws Exception {
    TestNode full =
        TestNode.made(
            Map.of(),
            (nodeId, _, ports, _) ->
                OpenedMetadata.alone(
                    "AAAAAAAAAAAAAAAAAAAAAQ", withoutRoom(ports.reactor(), nodeId)));

    assertThatThrownBy(full::start).rootCause().hasMessage("the disk is full: no room");
  }

  private static MetadataLog withoutRoom(Reactor reactor, int nodeId) {
    var log = new MemoryMetadataLog(nodeId, reactor);
    return new MetadataLog() {
      @Override
      public void start(Listener listener) {
        log.start(listener);
      }

      @Override
      public long append(int epoch, List<MetadataRecord> records) {
        if (records.getFirst() instanceof MetadataRecord.BrokerRegistered) {
          throw new NoRoom("no room");
        }
        return log.append(epoch, records);
      }

      @Override
      public void snapshot(long lastOffset, Iterable<MetadataRecord> records) {}

      @Override
      public void resign() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void topicsCanBeDeleted() {
    assertThat(delete("orders")).isZero();
    assertThat(node.life.uncaught()).isNull();
  }

  @Test
  void topicsAreMadeAgainSoonAfterThereIsRoom() {
    node.pass(10_000);
    assertThat(create()).isEqualTo(KAFKA_STORAGE_ERROR);
    node.machine.disk().capacityBytes(Long.MAX_VALUE);
    node.pass(1_500);

    assertThat(create()).isZero();
    node.produce("orders", 0, "kept too");
  }
}
