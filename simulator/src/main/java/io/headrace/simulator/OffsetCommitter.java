package io.headrace.simulator;

import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Commits growing offsets for one group without members, and wants the last acknowledged one back.
final class OffsetCommitter {
  private static final String TOPIC = "topic-0";

  private final SimulatedClient client;
  private final History history;
  private final String group;
  private long attempted = -1;
  private boolean stopped;
  private boolean underWay;
  private boolean checked;

  OffsetCommitter(SimulatedClient client, History history, String group) {
    this.client = client;
    this.history = history;
    this.group = group;
  }

  void start() {
    client.ask(
        ApiKeys.FIND_COORDINATOR,
        2,
        new FindCoordinatorRequestData().setKey(group).setKeyType((byte) 0),
        FindCoordinatorResponseData.class,
        answer -> {
          if (answer == null || answer.errorCode() != 0) {
            client.soon(this::start);
          } else {
            commit();
          }
        });
  }

  void stop() {
    stopped = true;
  }

  boolean idle() {
    return !underWay;
  }

  boolean checked() {
    return checked;
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
            history.offsetCommitted(group, offset);
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
                    .setName(TOPIC)
                    .setPartitions(
                        List.of(
                            new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(offset)
                                .setCommittedMetadata("")))));
  }

  /// Asks for the committed offset until there is an answer, and holds it against what was
  /// acknowledged.
  void check() {
    client.ask(
        ApiKeys.OFFSET_FETCH,
        5,
        new OffsetFetchRequestData()
            .setGroupId(group)
            .setTopics(
                List.of(
                    new OffsetFetchRequestData.OffsetFetchRequestTopic()
                        .setName(TOPIC)
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
    Long acknowledged = history.committedOffset(group);
    if (acknowledged != null && (committed < acknowledged || committed > attempted)) {
      throw new InvariantViolation(
          group + " was told that " + acknowledged + " is committed, and then " + committed);
    }
    checked = true;
  }
}
