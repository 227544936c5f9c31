package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/// DeleteRecords, DescribeLogDirs, and the topic of the groups, on a whole node.
class RecordAdminTest {

  private static DeleteRecordsRequestData deleteRecords(int timeoutMs) {
    var topic = new DeleteRecordsTopic().setName("orders");
    topic.partitions().add(new DeleteRecordsPartition().setPartitionIndex(0).setOffset(1));
    topic.partitions().add(new DeleteRecordsPartition().setPartitionIndex(9).setOffset(1));
    var request = new DeleteRecordsRequestData().setTimeoutMs(timeoutMs);
    request.topics().add(topic);
    return request;
  }

  private static DeleteRecordsPartitionResult result(
      DeleteRecordsResponseData answer, int partition) {
    return answer.topics().find("orders").partitions().find(partition);
  }

  private static TestNode nodeWithRecords() throws Exception {
    TestNode node = TestNode.with(Map.of());
    node.createTopic("orders", 1, Map.of());
    node.produce("orders", 0, "a", "b");
    return node;
  }

  @Test
  void aDeletionThatIsNotDurableInTimeIsToldSo() throws Exception {
    TestNode node = nodeWithRecords();
    node.lane.hold();

    TestRequest sent = node.send(deleteRecords(5_000), 2);
    node.pass(4_900);
    assertThat(sent.isDone()).isFalse();
    node.pass(200);

    var answer = sent.read(new DeleteRecordsResponseData(), (short) 2);
    assertThat(Errors.forCode(result(answer, 0).errorCode())).isEqualTo(Errors.REQUEST_TIMED_OUT);
    assertThat(result(answer, 0).lowWatermark()).isEqualTo(-1);
    assertThat(Errors.forCode(result(answer, 9).errorCode()))
        .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    node.lane.letGo();
    node.pass(1_000);
    assertThat(node.life.uncaught()).isNull();
  }

  @Test
  void aDeletionInTimeTellsTheNewStart() throws Exception {
    TestNode node = nodeWithRecords();

    var answer = node.ask(deleteRecords(0), 2, new DeleteRecordsResponseData());
    node.pass(1_000);

    assertThat(Errors.forCode(result(answer, 0).errorCode())).isEqualTo(Errors.NONE);
    assertThat(result(answer, 0).lowWatermark()).isEqualTo(1);
  }

  @Test
  void theSizeOfTheDiskIsTold() throws Exception {
    TestNode node = nodeWithRecords();

    var answer =
        node.ask(
            new DescribeLogDirsRequestData().setTopics(null), 4, new DescribeLogDirsResponseData());

    var directory = answer.results().getFirst();
    assertThat(directory.totalBytes())
        .isEqualTo(node.life.disk().totalBytes(java.nio.file.Path.of("/data")));
    assertThat(directory.usableBytes()).isPositive();
  }

  @Test
  void theTopicOfGroupsHasNoMoreReplicasThanThereAreNodes() throws Exception {
    TestNode byCoordinator = TestNode.with(Map.of("offsets.topic.replication.factor", "3"));
    byCoordinator.ask(
        new FindCoordinatorRequestData().setKey("g"), 3, new FindCoordinatorResponseData());
    byCoordinator.pass(1_000);
    TestNode byMetadata = TestNode.with(Map.of("offsets.topic.replication.factor", "3"));
    var request = new MetadataRequestData().setAllowAutoTopicCreation(true);
    request.topics().add(new MetadataRequestTopic().setName("__consumer_offsets"));
    byMetadata.ask(request, 9, new MetadataResponseData());

    for (TestNode node : new TestNode[] {byCoordinator, byMetadata}) {
      assertThat(node.node.image().topic("__consumer_offsets").partitions().getFirst().replicas())
          .hasSize(1);
    }
  }
}
