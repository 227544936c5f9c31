package io.headrace.simulator.workload;

import io.headrace.simulator.client.FindingCoordinator;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.SimulatedClient;
import io.headrace.simulator.client.TopicAdmin;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Commits growing offsets for one group without members, and wants the last acknowledged one back.
public final class CommittedOffsetsWorkload implements Workload {

  private final SimulatedClient client;
  private final Stage stage;
  private final String topic;
  private final String group;
  private long acknowledged = -1;
  private int commits;
  private long attempted = -1;
  private boolean begun;
  private boolean stopped;
  private boolean underWay;
  private boolean checked;

  public CommittedOffsetsWorkload(Stage stage, String name) {
    this.stage = stage;
    this.client = stage.client();
    this.topic = name;
    this.group = "group-of-" + name;
  }

  @Override
  public void begin() {
    new TopicAdmin(client)
        .create(
            topic,
            1,
            stage.configs(Map.of()),
            made -> FindingCoordinator.of(group, client, this::onCoordinator));
  }

  private void onCoordinator() {
    begun = true;
    commit();
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean idle() {
    return !underWay;
  }

  @Override
  public void lookAgain() {
    check();
  }

  @Override
  public boolean satisfied() {
    return checked;
  }

  @Override
  public Tally tally() {
    return new Tally(commits, 0);
  }

  private void commit() {
    if (stopped) {
      return;
    }
    underWay = true;
    long offset = ++attempted;
    client.ask(
        ApiKeys.OFFSET_COMMIT,
        5,
        request(offset),
        OffsetCommitResponseData.class,
        answer -> {
          underWay = false;
          if (answer != null
              && answer.topics().getFirst().partitions().getFirst().errorCode() == 0) {
            acknowledged = offset;
            commits++;
          }
          client.soon(this::commit);
        });
  }

  private OffsetCommitRequestData request(long offset) {
    return new OffsetCommitRequestData()
        .setGroupId(group)
        .setGenerationIdOrMemberEpoch(-1)
        .setMemberId("")
        .setTopics(
            List.of(
                new OffsetCommitRequestData.OffsetCommitRequestTopic()
                    .setName(topic)
                    .setPartitions(
                        List.of(
                            new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)
                                .setCommittedMetadata("")))));
  }

  /// Asks for the committed offset until there is an answer, and holds it against what was
  /// acknowledged.
  private void check() {
    client.ask(
        ApiKeys.OFFSET_FETCH,
        5,
        new OffsetFetchRequestData()
            .setGroupId(group)
            .setTopics(
                List.of(
                    new OffsetFetchRequestData.OffsetFetchRequestTopic()
                        .setName(topic)
                        .setPartitionIndexes(List.of(0)))),
        OffsetFetchResponseData.class,
        answer -> {
          if (answer == null || answer.errorCode() != 0) {
            client.soon(this::check);
            return;
          }
          var partition = answer.topics().getFirst().partitions().getFirst();
          if (partition.errorCode() != 0) {
            throw new InvariantViolation(
                "offset fetch answered " + Errors.forCode(partition.errorCode()));
          }
          compare(partition.committedOffset());
        });
  }

  private void compare(long committed) {
    if (committed < acknowledged || committed > attempted) {
      throw new InvariantViolation(
          group + " was told that " + acknowledged + " is committed, and then " + committed);
    }
    checked = true;
  }
}
