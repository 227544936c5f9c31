package io.headrace.replication.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.protocol.ErrorCode;
import io.headrace.record.BatchRules.Writer;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A dismissed leader that said that a batch does not follow made Kafka's idempotent producer store
/// its batches twice (cluster seed 29).
final class DoubtsTest {

  private static final AppendResult.Refused GAP =
      AppendResult.refused(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);

  private final Followers followers =
      new Followers(
          new PartitionId(new TopicId(1, 1), 0),
          new LeaderTerm(1, 5, 9, List.of(1, 2), List.of(), List.of(1, 2)),
          0);
  private final Effects effects = new Effects();
  private final List<ErrorCode> told = new ArrayList<>();

  @Test
  void nobodyIsToldThatABatchDoesNotFollowUntilTheControllerSaysWhoLeads() {
    InSyncProposal proof = refuse(1_000);

    assertThat(told()).isEmpty();

    answer(proof, new Outcome.Accepted(5, 10, List.of(1, 2)));

    assertThat(told()).containsExactly(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  }

  @Test
  void whoIsDismissedMeanwhileSaysOnlyThat() {
    InSyncProposal proof = refuse(1_000);
    answer(proof, new Outcome.Refused(ErrorCode.FENCED_LEADER_EPOCH));
    followers.doubts().end(AppendResult.refused(ErrorCode.NOT_LEADER_OR_FOLLOWER), effects);

    assertThat(told()).containsExactly(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  @Test
  void whatIsAcceptedOfAnEarlierTermProvesNothing() {
    InSyncProposal proof = refuse(1_000);
    followers.onAppointed(new LeaderTerm(1, 7, 12, List.of(1, 2), List.of(), List.of(1, 2)), 20);
    answer(proof, new Outcome.Accepted(5, 10, List.of(1, 2)));

    assertThat(told()).isEmpty();
    assertThat(followers.doubts().onTick()).isNotNull();
  }

  @Test
  void whoComesWhileAProofIsOnItsWayNeedsAnother() {
    InSyncProposal first = refuse(1_000);
    assertThat(refuse(1_001)).isNull();

    InSyncProposal second = answer(first, new Outcome.Accepted(5, 10, List.of(1, 2)));

    assertThat(told()).hasSize(1);
    assertThat(answer(second, new Outcome.Accepted(5, 11, List.of(1, 2)))).isNull();
    assertThat(told()).hasSize(2);
  }

  /// A producer waited until its own patience ended: nobody asked for the proof any more.
  @Test
  void aProofThatWasRefusedForWantOfNewsIsAskedForAgainWithTheNews() {
    InSyncProposal proof = refuse(1_000);
    answer(proof, new Outcome.Refused(ErrorCode.INVALID_UPDATE_VERSION));
    assertThat(followers.doubts().onNews()).as("the same news").isNull();

    followers.onAppointed(new LeaderTerm(1, 5, 10, List.of(1, 2), List.of(), List.of(1)), 20);
    answer(followers.doubts().onNews(), new Outcome.Accepted(5, 11, List.of(1)));

    assertThat(told()).containsExactly(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  }

  @Test
  void aProofWhoseAnswerComesAfterTheMetadataIsNotAskedForTwice() {
    InSyncProposal proof = refuse(1_000);
    followers.onAppointed(new LeaderTerm(1, 5, 10, List.of(1, 2), List.of(), List.of(1, 2)), 20);
    assertThat(followers.doubts().onNews()).isNull();
    assertThat(followers.doubts().onTick()).isNull();

    answer(proof, new Outcome.Accepted(5, 10, List.of(1, 2)));

    assertThat(told()).containsExactly(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  }

  @Test
  void oneProducerDoesNotKeepTheControllerBusy() {
    answer(refuse(1_000), new Outcome.Accepted(5, 10, List.of(1, 2)));

    assertThat(refuse(1_050)).isNull();
    assertThat(refuse(1_100)).isNotNull();
  }

  private @Nullable InSyncProposal refuse(long wallMs) {
    var append =
        new Input.ClientAppend(
            ByteBuffer.allocate(0),
            Acks.ALL,
            Writer.CLIENT,
            wallMs,
            result -> told.add(((AppendResult.Refused) result).error()));
    return followers.doubts().onRefusal(append, GAP, effects);
  }

  private @Nullable InSyncProposal answer(@Nullable InSyncProposal proof, Outcome outcome) {
    assertThat(proof).isNotNull();
    followers.onAnswered(proof, outcome, 0);
    return followers.doubts().onAnswered(new Input.InSyncAnswered(proof, outcome, 0), effects);
  }

  private List<ErrorCode> told() {
    for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
      if (effect instanceof Effect.Answer answer) {
        answer.ticket().onResult(answer.result());
      }
    }
    return told;
  }
}
