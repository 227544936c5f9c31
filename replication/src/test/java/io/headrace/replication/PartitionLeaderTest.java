package io.headrace.replication;

import static io.headrace.replication.Batches.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.log.LogConfig;
import io.headrace.log.LogConfig.Durability;
import io.headrace.log.LostRange;
import io.headrace.log.LostRecords;
import io.headrace.log.ProducerStates.Verdict;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchRules;
import io.headrace.record.BatchRules.Keys;
import io.headrace.record.BatchRules.Writer;
import io.headrace.record.RecordBatch;
import io.headrace.record.TimestampType;
import io.headrace.record.compression.Compression;
import io.headrace.record.compression.CompressionLevel;
import io.headrace.replication.leader.Acks;
import io.headrace.replication.leader.AppendResult;
import io.headrace.replication.leader.InSyncProposal;
import io.headrace.replication.leader.InSyncProposal.Member;
import io.headrace.replication.leader.Input;
import io.headrace.replication.leader.LeaderTerm;
import io.headrace.replication.leader.TopicRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The leader through the eyes of producers: what is answered, and when.
class PartitionLeaderTest {

  private final FakeLog log = new FakeLog();
  private Partition partition = with(TopicRules.DEFAULT);

  private Partition with(TopicRules rules) {
    return new Partition(
        new TopicPartition("t", 0), log, Alone.services(), Alone.appointed(5, rules), 0);
  }

  /// Of these replicas the leader alone is in sync.
  private Partition with(List<Integer> replicas, List<Integer> adding, TopicRules rules) {
    var term = new LeaderTerm(1, 5, 9, replicas, adding, List.of(1));
    return new Partition(
        new TopicPartition("t", 0),
        log,
        Alone.services((proposal, done) -> {}),
        new Input.Appointed(term, rules),
        0);
  }

  private List<AppendResult> append(ByteBuffer records, Acks acks) {
    var results = new ArrayList<AppendResult>();
    partition.append(new Input.ClientAppend(records, acks, Writer.CLIENT, NOW_MS, results::add));
    return results;
  }

  private List<AppendResult> appendAndSync(ByteBuffer records) {
    List<AppendResult> results = append(records, Acks.ALL);
    log.sync();
    return results;
  }

  private static AppendResult.Stored storedAt(long baseOffset) {
    return new AppendResult.Stored(baseOffset, -1, 0);
  }

  private static ErrorCode errorOf(List<AppendResult> results) {
    return ((AppendResult.Refused) results.getFirst()).error();
  }

  @Test
  void acksAllIsAnsweredWhenTheBatchIsSynced() {
    List<AppendResult> results = append(Batches.records(3), Acks.ALL);
    log.write();
    assertThat(results).isEmpty();

    log.sync();

    assertThat(results).containsExactly(storedAt(0));
  }

  @Test
  void acksOneIsAnsweredWhenTheBatchIsSyncedAndCanBeRead() {
    List<AppendResult> results = append(Batches.records(3), Acks.LEADER);
    log.write();
    assertThat(results).isEmpty();

    log.sync();

    assertThat(results).containsExactly(storedAt(0));
    assertThat(partition.highWatermark()).isEqualTo(3);
  }

  @Test
  void aLeaderWhoseDirectoryFailedAsksForAnotherThatIsInSync() {
    var asked = new ArrayList<InSyncProposal>();
    partition = withFollowers(asked);

    partition.onOffline(new IOException("the sync failed"));

    assertThat(asked)
        .containsExactly(new InSyncProposal(log.id(), 5, 9, List.of(new Member(3, -1))));
    assertThat(errorOf(append(Batches.records(1), Acks.ALL)))
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
  }

  /// Followers could never read on behind it. Another leader's log ends before it.
  @Test
  void aLeaderAsksForAnotherIfWhatRottedWasWithNobodyElse() {
    var asked = new ArrayList<InSyncProposal>();
    log.lost = new Hole(new LostRange(2, 3, 100));

    partition = withFollowers(asked);

    assertThat(asked)
        .containsExactly(new InSyncProposal(log.id(), 5, 9, List.of(new Member(3, -1))));
  }

  /// Something is lost that nobody has.
  private record Hole(LostRange range) implements LostRecords {
    @Override
    public List<LostRange> ranges() {
      return List.of(range);
    }

    @Override
    public void restore(LostRange lost, ByteBuffer batches, Restored done) {
      done.onDone(Restoring.UNFIT);
    }
  }

  private Partition withFollowers(List<InSyncProposal> asked) {
    return new Partition(
        new TopicPartition("t", 0),
        log,
        Alone.services((proposal, done) -> asked.add(proposal)),
        new Input.Appointed(
            new LeaderTerm(1, 5, 9, List.of(1, 2, 3), List.of(), List.of(1, 3)),
            TopicRules.DEFAULT),
        0);
  }

  @Test
  void batchesGetConsecutiveOffsetsAndTheLeadersEpoch() {
    append(Batches.records(3), Acks.NONE);
    append(Batches.records(2), Acks.NONE);

    RecordBatch second = RecordBatch.at(log.batches.get(1), 0);
    assertThat(second.baseOffset()).isEqualTo(3);
    assertThat(second.partitionLeaderEpoch()).isEqualTo(5);
    assertThat(second.crcMatches()).isTrue();
  }

  @Test
  void withMemoryDurabilityTheHighWatermarkIsTheWrittenEnd() {
    log.configure(withDurability(Durability.MEMORY));
    List<AppendResult> results = append(Batches.records(3), Acks.ALL);

    log.write();

    assertThat(partition.highWatermark()).isEqualTo(3);
    assertThat(results).containsExactly(storedAt(0));
  }

  @Test
  void aDuplicateIsAcknowledgedOnlyWhenTheFirstCopyIsSynced() {
    append(Batches.ofProducer(7, 0, 3), Acks.ALL);
    log.verdict = new Verdict.Duplicate(0, -1);

    List<AppendResult> again = append(Batches.ofProducer(7, 0, 3), Acks.ALL);

    assertThat(again).isEmpty();
    log.sync();
    assertThat(again).containsExactly(storedAt(0));
    assertThat(log.batches).hasSize(1);
  }

  @Test
  void aDuplicateOfASyncedBatchIsAcknowledgedAtOnce() {
    append(Batches.ofProducer(7, 0, 3), Acks.ALL);
    log.sync();
    log.verdict = new Verdict.Duplicate(0, -1);

    assertThat(append(Batches.ofProducer(7, 0, 3), Acks.ALL)).containsExactly(storedAt(0));
  }

  @Test
  void aGapInTheSequenceIsRefused() {
    log.verdict = new Verdict.OutOfOrder(4);

    assertThat(errorOf(append(Batches.ofProducer(7, 9, 1), Acks.ALL)))
        .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    assertThat(log.batches).isEmpty();
  }

  @Test
  void anOlderEpochOfAProducerIsRefused() {
    log.verdict = new Verdict.Fenced((short) 3);

    assertThat(errorOf(append(Batches.ofProducer(7, 9, 1), Acks.ALL)))
        .isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
  }

  @Test
  void whatTheDiskCouldNotTakeIsRefusedAndItsOffsetsAreGivenAgain() {
    List<AppendResult> kept = append(Batches.records(2), Acks.ALL);
    List<AppendResult> lost = append(Batches.records(2), Acks.ALL);

    log.reject(2);
    log.sync();

    assertThat(kept).containsExactly(storedAt(0));
    assertThat(errorOf(lost)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    List<AppendResult> later = append(Batches.records(1), Acks.ALL);
    log.sync();
    assertThat(later).containsExactly(storedAt(2));
  }

  @Test
  void whatTheDiskCouldNotTakeIsRefusedWhenItCannotComeBack() {
    List<AppendResult> lost = append(Batches.records(2), Acks.ALL);
    log.rejectForNow(0);
    List<AppendResult> tooSoon = append(Batches.records(2), Acks.LEADER);
    log.rejectForNow(0);
    assertThat(lost).isEmpty();

    log.told().onRejectedForGood();

    assertThat(errorOf(lost)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(errorOf(tooSoon)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
  }

  @Test
  void afterAFailedSyncNothingIsAcknowledged() {
    List<AppendResult> waiting = append(Batches.records(2), Acks.ALL);

    log.told().onOffline(new IOException("sync failed"));

    assertThat(errorOf(waiting)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(errorOf(append(Batches.records(1), Acks.LEADER)))
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
  }

  @Test
  void acksAllNeedsEnoughReplicasInSync() {
    partition = with(List.of(1, 2), List.of(), rules(BatchRules.DEFAULT, null, 2));

    assertThat(errorOf(append(Batches.records(1), Acks.ALL)))
        .isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS);
    assertThat(append(Batches.records(1), Acks.NONE)).containsExactly(storedAt(0));
  }

  /// As in Kafka: a topic with one replica can be written to on brokers that ask for two in sync.
  @Test
  void acksAllNeedsNoMoreReplicasThanThereAre() {
    partition = with(rules(BatchRules.DEFAULT, null, 2));

    assertThat(appendAndSync(Batches.records(1))).containsExactly(storedAt(0));
  }

  @Test
  void replicasThatAreOnlyBeingAddedNeedNotBeInSync() {
    partition = with(List.of(2, 1), List.of(2), rules(BatchRules.DEFAULT, null, 2));

    assertThat(appendAndSync(Batches.records(1))).containsExactly(storedAt(0));
  }

  @Test
  void aBatchBeyondMaxMessageBytesIsRefused() {
    partition = with(new TopicRules(BatchRules.DEFAULT, 100, null, 1));

    assertThat(errorOf(append(Batches.records(50), Acks.ALL)))
        .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
  }

  @Test
  void aDamagedBatchIsRefused() {
    ByteBuffer batch = Batches.records(2);
    batch.put(batch.limit() - 1, (byte) (batch.get(batch.limit() - 1) ^ 1));

    assertThat(errorOf(append(batch, Acks.ALL))).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
  }

  @Test
  void theRecordThatIsToBlameIsNamed() {
    partition = with(rules(BatchRules.DEFAULT.withKeys(Keys.REQUIRED), null, 1));
    ByteBuffer batch =
        BatchBuilder.plain()
            .append(NOW_MS, Batches.bytes("k"), Batches.bytes("v"))
            .append(NOW_MS, null, Batches.bytes("v"))
            .build();

    var refused = (AppendResult.Refused) append(batch, Acks.ALL).getFirst();

    assertThat(refused.error()).isEqualTo(ErrorCode.INVALID_RECORD);
    assertThat(refused.records())
        .extracting(AppendResult.RecordError::batchIndex)
        .containsExactly(1);
  }

  @Test
  void logAppendTimeReplacesTheProducersTimes() {
    partition =
        with(rules(BatchRules.DEFAULT.withTimestampType(TimestampType.LOG_APPEND_TIME), null, 1));

    assertThat(append(Batches.records(2), Acks.NONE))
        .containsExactly(new AppendResult.Stored(0, NOW_MS, 0));

    RecordBatch stored = RecordBatch.at(log.batches.getFirst(), 0);
    assertThat(stored.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(stored.maxTimestamp()).isEqualTo(NOW_MS);
    assertThat(stored.crcMatches()).isTrue();
  }

  @Test
  void aLyingMaxTimestampIsCorrected() {
    ByteBuffer batch = Batches.records(2);
    RecordBatch.at(batch, 0).setMaxTimestamp(NOW_MS + 1_000);

    append(batch, Acks.NONE);

    assertThat(RecordBatch.at(log.batches.getFirst(), 0).maxTimestamp()).isEqualTo(NOW_MS);
  }

  @Test
  void aTopicsCompressionReplacesTheProducers() {
    partition = with(rules(BatchRules.DEFAULT, CompressionLevel.defaultOf(Compression.LZ4), 1));

    append(Batches.records(20), Acks.NONE);

    RecordBatch stored = RecordBatch.at(log.batches.getFirst(), 0);
    assertThat(stored.compression()).isEqualTo(Compression.LZ4);
    assertThat(stored.recordCount()).isEqualTo(20);
    assertThat(stored.crcMatches()).isTrue();
  }

  @Test
  void anAppendFromWithinAnAnswerComesAfterIt() {
    var results = new ArrayList<AppendResult>();
    for (int i = 0; i < 2; i++) {
      partition.append(
          new Input.CoordinatorAppend(
              Batches.records(1),
              result -> {
                results.add(result);
                partition.append(new Input.CoordinatorAppend(Batches.records(1), results::add));
              }));
    }

    log.sync();
    log.sync();

    assertThat(results).containsExactly(storedAt(0), storedAt(1), storedAt(2), storedAt(3));
  }

  @Test
  void whoWaitsIsToldWhenLeadershipEnds() {
    List<AppendResult> waiting = append(Batches.records(1), Acks.ALL);

    partition.close(ErrorCode.NOT_LEADER_OR_FOLLOWER);

    assertThat(errorOf(waiting)).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertThat(errorOf(append(Batches.records(1), Acks.ALL)))
        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  @Test
  void otherEpochsAreTold() {
    assertThat(partition.epochError(-1)).isEqualTo(ErrorCode.NONE);
    assertThat(partition.epochError(5)).isEqualTo(ErrorCode.NONE);
    assertThat(partition.epochError(4)).isEqualTo(ErrorCode.FENCED_LEADER_EPOCH);
    assertThat(partition.epochError(6)).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH);
  }

  private static TopicRules rules(
      BatchRules batches, @Nullable CompressionLevel to, int minInSync) {
    return new TopicRules(batches, TopicRules.DEFAULT_MAX_MESSAGE_BYTES, to, minInSync);
  }

  private static LogConfig withDurability(Durability durability) {
    LogConfig all = LogConfig.DEFAULT;
    return new LogConfig(
        all.segmentBytes(),
        all.segmentMs(),
        all.retentionMs(),
        all.retentionBytes(),
        all.delete(),
        all.compact(),
        all.indexIntervalBytes(),
        all.fileDeleteDelayMs(),
        durability,
        all.compaction());
  }
}
