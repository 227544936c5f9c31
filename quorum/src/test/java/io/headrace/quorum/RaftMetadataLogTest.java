package io.headrace.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metadata.MetadataRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RaftMetadataLogTest {

  @Test
  void aVoterAloneLeadsAndCommits() {
    var voter = new SimulatedVoter(1);
    assertThat(voter.start()).as("leads, " + voter.machine.life().uncaught()).isTrue();

    for (int count = 0; count < 10; count++) {
      voter.append();
    }
    voter.awaitCommitted(10);

    assertThat(voter.told.values())
        .hasSize(10)
        .contains(new MetadataRecord.ProducerIdsAllocated(10));
    assertThat(voter.image.nextProducerId()).isEqualTo(10);
  }

  @Test
  void whatIsAppendedInOneTurnIsCommittedInOneBatch() {
    var voter = new SimulatedVoter(2);
    voter.start();
    List<MetadataRecord> records =
        List.of(new MetadataRecord.ClusterFormed("a"), new MetadataRecord.FeatureLevel("b", 1));

    voter.machine.life().reactor().execute(() -> voter.log.append(voter.epoch, records));
    voter.awaitCommitted(2);

    assertThat(voter.told.values()).containsExactlyElementsOf(records);
  }

  @Test
  void aRestartTellsEverythingAgainBeforeItLeads() {
    var voter = new SimulatedVoter(3);
    voter.start();
    for (int count = 0; count < 50; count++) {
      voter.append();
    }
    voter.awaitCommitted(50);
    voter.machine.kill();

    assertThat(voter.start()).isTrue();

    assertThat(voter.image.nextProducerId()).isEqualTo(50);
    assertThat(voter.snapshotsLoaded).isZero();
  }

  @Test
  void aSnapshotStandsForWhatItReplaces() throws Exception {
    var voter = new SimulatedVoter(4);
    voter.start();
    for (int round = 1; round <= 5; round++) {
      for (int count = 0; count < 20; count++) {
        voter.append();
      }
      voter.awaitCommitted(20 * round);
      voter.snapshot();
      voter.world.advance(1_000_000_000L);
    }
    voter.append();
    voter.awaitCommitted(101);
    List<String> files = voter.machine.life().disk().list(SimulatedVoter.METADATA);
    assertThat(files.stream().filter(name -> name.endsWith(".checkpoint"))).hasSize(1);
    assertThat(files.stream().filter(name -> name.endsWith(".log")).count()).isLessThan(3);
    voter.machine.cutPower();

    assertThat(voter.start()).as(String.valueOf(voter.machine.life().uncaught())).isTrue();

    assertThat(voter.snapshotsLoaded).isEqualTo(1);
    assertThat(voter.image.nextProducerId()).isEqualTo(101);
  }

  @Test
  void aLargeSnapshotIsWrittenInPiecesAndTheLogGoesOnMeanwhile() throws Exception {
    var voter = new SimulatedVoter(6);
    voter.start();
    voter.append();
    voter.awaitCommitted(1);
    voter.snapshot(Collections.nCopies(45_000, new MetadataRecord.ProducerIdsAllocated(77)));
    assertThat(voter.world.runUntil(() -> isWritingASnapshot(voter), 1_000_000_000L)).isTrue();
    voter.append();
    voter.awaitCommitted(2);

    voter.world.advance(1_000_000_000L);
    assertThat(voter.machine.life().disk().list(SimulatedVoter.METADATA))
        .noneMatch(name -> name.endsWith(".part"));
    voter.machine.cutPower();

    assertThat(voter.start()).isTrue();
    assertThat(voter.snapshotsLoaded).isEqualTo(1);
    assertThat(voter.image.nextProducerId()).isEqualTo(2);
  }

  private static boolean isWritingASnapshot(SimulatedVoter voter) {
    try {
      return voter.machine.life().disk().list(SimulatedVoter.METADATA).stream()
          .anyMatch(name -> name.endsWith(".part"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailedSyncEndsTheLogAndIsNotTriedAgain() {
    var voter = new SimulatedVoter(5);
    voter.start();
    voter.machine.disk().failSyncs(1, path -> path.toString().endsWith(".log"));
    voter.append();
    voter.world.runUntil(() -> !voter.failures.isEmpty(), 10_000_000_000L);

    assertThat(voter.failures).hasSize(1);
    assertThat(voter.told).isEmpty();
  }

  @Test
  void theIdentityStaysTheSame() {
    var voter = new SimulatedVoter(6);
    voter.start();
    var before = Objects.requireNonNull(voter.identity);
    voter.machine.cutPower();
    voter.start();

    assertThat(voter.identity).isEqualTo(before);
  }

  @Test
  void theSameSeedGivesTheSameHistory() {
    assertThat(historyOf(7)).isEqualTo(historyOf(7));
    assertThat(historyOf(7)).isNotEqualTo(historyOf(8));
  }

  private static long historyOf(long seed) {
    var voter = new SimulatedVoter(seed);
    voter.start();
    for (int count = 0; count < 10; count++) {
      voter.append();
    }
    voter.awaitCommitted(10);
    return voter.world.historyHash();
  }
}
