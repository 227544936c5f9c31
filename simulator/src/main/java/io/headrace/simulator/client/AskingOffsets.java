package io.headrace.simulator.client;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/// Asks one partition for offsets (ListOffsets), and moves its start (DeleteRecords).
public final class AskingOffsets {
  /// Asks for the first offset that can be read.
  public static final long EARLIEST = -2;

  /// Asks for the end of what may be read.
  public static final long LATEST = -1;

  /// Asks for the record with the largest timestamp.
  public static final long MAX_TIMESTAMP = -3;

  private static final int UNKNOWN_EPOCH = -1;

  private final SimulatedClient client;
  private final Target target;
  private final int leaderEpoch;

  public AskingOffsets(SimulatedClient client, Target target) {
    this(client, target, UNKNOWN_EPOCH);
  }

  /// @param leaderEpoch under which the client knows the partition to be led
  public AskingOffsets(SimulatedClient client, Target target, int leaderEpoch) {
    this.client = client;
    this.target = target;
    this.leaderEpoch = leaderEpoch;
  }

  /// An offset, and the timestamp of the record there if the question was about one; -1 for none.
  public record Answer(Errors error, long offset, long timestampMs) {}

  /// Asks for the first record at or after a time, or one of the special times above; `then` gets
  /// null if there was no answer.
  public void at(long timestampMs, Consumer<@Nullable Answer> then) {
    var request = new ListOffsetsRequestData().setReplicaId(-1);
    request
        .topics()
        .add(
            new ListOffsetsRequestData.ListOffsetsTopic()
                .setName(target.topic().name())
                .setPartitions(
                    List.of(
                        new ListOffsetsRequestData.ListOffsetsPartition()
                            .setPartitionIndex(target.partition())
                            .setCurrentLeaderEpoch(leaderEpoch)
                            .setTimestamp(timestampMs))));
    client.ask(
        ApiKeys.LIST_OFFSETS,
        7,
        request,
        ListOffsetsResponseData.class,
        answer -> {
          if (answer == null) {
            then.accept(null);
            return;
          }
          var partition = answer.topics().getFirst().partitions().getFirst();
          then.accept(
              new Answer(
                  Errors.forCode(partition.errorCode()),
                  partition.offset(),
                  partition.timestamp()));
        });
  }

  /// Deletes all records below `offset`; the answer's offset is the new start.
  public void deleteBefore(long offset, Consumer<@Nullable Answer> then) {
    var request = new DeleteRecordsRequestData().setTimeoutMs(10_000);
    request
        .topics()
        .add(
            new DeleteRecordsRequestData.DeleteRecordsTopic()
                .setName(target.topic().name())
                .setPartitions(
                    List.of(
                        new DeleteRecordsRequestData.DeleteRecordsPartition()
                            .setPartitionIndex(target.partition())
                            .setOffset(offset))));
    client.ask(
        ApiKeys.DELETE_RECORDS,
        2,
        request,
        DeleteRecordsResponseData.class,
        answer -> {
          if (answer == null) {
            then.accept(null);
            return;
          }
          var partition = answer.topics().iterator().next().partitions().iterator().next();
          then.accept(
              new Answer(Errors.forCode(partition.errorCode()), partition.lowWatermark(), -1));
        });
  }
}
