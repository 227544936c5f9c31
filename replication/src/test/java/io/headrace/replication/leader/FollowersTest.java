package io.headrace.replication.leader;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.leader.InSyncProposals.Outcome;
import io.headrace.replication.leader.Input.Parting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A proposal that was lost may hold: the high watermark waits for whom it names until it is known
/// that it does not.
final class FollowersTest {

  private static final long SECOND_NS = 1_000_000_000;
  private static final Outcome INELIGIBLE = new Outcome.Refused(ErrorCode.INELIGIBLE_REPLICA);

  private final Followers followers =
      new Followers(
          new PartitionId(new TopicId(1, 1), 0),
          new LeaderTerm(1, 5, 9, List.of(1, 2), List.of(), List.of(1)),
          0);

  @Test
  void whoIsRefusedAfterALostProposalIsWaitedForUntilAnotherHasMadeItVoid() {
    InSyncProposal lost = fetch(77, 10, SECOND_NS);
    followers.onAnswered(lost, new Outcome.Lost(), SECOND_NS);
    followers.onAnswered(lost, INELIGIBLE, 2 * SECOND_NS);
    followers.onGone(new Input.FollowerGone(2, Parting.LOST));
    assertThat(fetch(77, 3, 3 * SECOND_NS)).as("no other is made").isNull();

    InSyncProposal ofWhatIs = tick(4 * SECOND_NS);
    assertThat(followers.committedEnd(20, 1)).as("a copy may be on its way").isEqualTo(3);
    assertThat(ofWhatIs).extracting(it -> it.has(2)).isEqualTo(false);

    followers.onAnswered(ofWhatIs, new Outcome.Accepted(5, 10, List.of(1)), 4 * SECOND_NS);

    assertThat(followers.committedEnd(20, 1)).isEqualTo(20);
    assertThat(fetch(77, 20, 5 * SECOND_NS)).extracting(it -> it.has(2)).isEqualTo(true);
  }

  @Test
  void aLostProposalThatHeldIsLearntFromTheMetadata() {
    InSyncProposal lost = fetch(77, 10, SECOND_NS);
    followers.onAnswered(lost, new Outcome.Lost(), SECOND_NS);
    followers.onAnswered(lost, INELIGIBLE, 2 * SECOND_NS);
    InSyncProposal ofWhatIs = tick(4 * SECOND_NS);
    followers.onAnswered(
        ofWhatIs, new Outcome.Refused(ErrorCode.INVALID_UPDATE_VERSION), 4 * SECOND_NS);
    onlyInSync(1, 2);
    assertThat(followers.committedEnd(20, 1)).isEqualTo(10);

    onlyInSync(1);
    assertThat(followers.committedEnd(20, 1)).isEqualTo(20);
  }

  /// Its disk is full: with the connection alone it would be waited for as long as any lag may be.
  @Test
  void whoGaveAPartitionUpIsWaitedForTwoSeconds() {
    onlyInSync(1, 2);
    fetch(77, 20, SECOND_NS);
    followers.onGone(new Input.FollowerGone(2, Parting.LOST));
    assertThat(tick(4 * SECOND_NS)).isNull();

    fetch(77, 19, 4 * SECOND_NS);
    followers.onGone(new Input.FollowerGone(2, Parting.WITHDREW));
    assertThat(tick(4 * SECOND_NS)).extracting(it -> it.has(2)).isEqualTo(false);
  }

  @Test
  void whoseDiskIsFullForASecondLetsAnotherLead() {
    onlyInSync(1, 2);
    fetch(77, 20, 10 * SECOND_NS);

    assertThat(followers.onRejected(10 * SECOND_NS)).isNull();
    assertThat(followers.onRejected(12 * SECOND_NS)).as("it had passed").isNull();
    assertThat(followers.onRejected(12 * SECOND_NS + SECOND_NS / 2)).isNull();
    assertThat(followers.onRejected(13 * SECOND_NS)).extracting(it -> it.has(1)).isEqualTo(false);
  }

  /// It waited for a second and then for the next look around, with nobody who could acknowledge.
  @Test
  void whatWasRefusedForWantOfNewsIsProposedAgainWithTheNews() {
    InSyncProposal early = fetch(77, 20, SECOND_NS);
    followers.onAnswered(
        early, new Outcome.Refused(ErrorCode.INVALID_UPDATE_VERSION), SECOND_NS + 1);
    assertThat(fetch(77, 20, SECOND_NS + 2)).as("nothing new is known").isNull();

    onlyInSync(1);

    assertThat(fetch(77, 20, SECOND_NS + 3)).extracting(it -> it.has(2)).isEqualTo(true);
  }

  /// A leader whose disk had failed led on: it waited for an answer that it would not look at.
  @Test
  void whoseProposalWasOvertakenByTheMetadataCanStillResign() {
    fetch(77, 20, SECOND_NS);
    onlyInSync(1, 2);

    assertThat(followers.resign(2 * SECOND_NS)).extracting(it -> it.has(1)).isEqualTo(false);
  }

  /// DeleteRecords was done when the last one in sync had it: then one led who was eligible, and
  /// what was deleted was back.
  @Test
  void whereItBeginsEverywhereIsNotKnownWhileTooFewAreInSync() {
    onlyInSync(1);
    assertThat(followers.lowestStart(2)).isEqualTo(-1);
    assertThat(followers.lowestStart(1)).as("nobody else can lead").isEqualTo(Long.MAX_VALUE);
  }

  private void onlyInSync(Integer... brokers) {
    followers.onAppointed(new LeaderTerm(1, 5, 10, List.of(1, 2), List.of(), List.of(brokers)), 20);
  }

  private @Nullable InSyncProposal tick(long nowNs) {
    return followers.onTick(new Input.Tick(nowNs, 30 * SECOND_NS, _ -> nowNs), 20, 10);
  }

  private InSyncProposal fetch(long brokerEpoch, long syncedEnd, long nowNs) {
    var fetch = new Input.FollowerFetch(2, brokerEpoch, 5, syncedEnd, syncedEnd, 0, 5, nowNs);
    return followers.onFetch(fetch, 20, 0);
  }
}
