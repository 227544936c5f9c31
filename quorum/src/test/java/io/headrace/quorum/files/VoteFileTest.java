package io.headrace.quorum.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.raft.ElectionState;
import org.apache.kafka.raft.ReplicaKey;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The vote on a disk that is full.
final class VoteFileTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Uuid DISK_ID = new Uuid(1, 2);

  private final SimulatedMachine machine = new SimulatedMachine(new SimulatedWorld(1));
  private int pieces;

  @BeforeEach
  void fill() throws IOException {
    machine.life().disk().createDirectories(DIRECTORY);
    vote().writeElectionState(votedIn(1), KRaftVersion.KRAFT_VERSION_1);
    machine.disk().capacityBytes(machine.disk().usedBytes());
  }

  private VoteFile vote() {
    return new VoteFile(machine.life().disk(), DIRECTORY, this::give);
  }

  /// Each piece is too small for a vote.
  private boolean give() {
    if (pieces == 0) {
      return false;
    }
    pieces--;
    machine.disk().capacityBytes(machine.disk().usedBytes() + 60L * (4 - pieces));
    return true;
  }

  private static ElectionState votedIn(int epoch) {
    return ElectionState.withVotedCandidate(epoch, ReplicaKey.of(1, DISK_ID), Set.of(1));
  }

  @Test
  void aVoteIsWrittenWithRoomThatIsGivenForIt() {
    pieces = 4;
    vote().writeElectionState(votedIn(2), KRaftVersion.KRAFT_VERSION_1);
    machine.cutPower();
    machine.restart();

    assertThat(vote().readElectionState()).map(ElectionState::epoch).contains(2);
    assertThat(pieces).as("no more is given than is needed").isPositive();
  }

  @Test
  void withoutRoomTheVoteBeforeStays() {
    assertThatThrownBy(() -> vote().writeElectionState(votedIn(2), KRaftVersion.KRAFT_VERSION_1))
        .hasCauseInstanceOf(NoSpaceException.class);

    assertThat(vote().readElectionState()).map(ElectionState::epoch).contains(1);
  }

  /// Another epoch, or nobody voted for, and the node could vote a second time.
  @Test
  void noBitOfAVoteFlipsUnnoticed() {
    Path file = vote().path();
    for (long bit = 0; bit < machine.disk().sizeOf(file) * 8; bit++) {
      machine.disk().flipBit(file, bit);
      assertThatThrownBy(() -> vote().readElectionState())
          .as("bit %d", bit)
          .hasCauseInstanceOf(DamagedLogException.class)
          .hasMessageContaining(file.toString());
      machine.disk().flipBit(file, bit);
    }
  }

  @Test
  void aVoteWithoutAChecksumIsRead() throws IOException {
    try (DiskFile file = machine.life().disk().open(vote().path())) {
      file.truncate(file.size() - "{\"crc32c\":\"01234567\"}\n".length());
    }

    assertThat(vote().readElectionState()).map(ElectionState::epoch).contains(1);
  }

  /// Found by QuorumSimulationTest, seed 15: the engine stood for election in an epoch that had a
  /// leader, and stopped over the answers.
  @Test
  void aVoteForSomebodyElseThanTheLeaderIsForgottenAtARestart() {
    machine.disk().capacityBytes(Long.MAX_VALUE);
    ReplicaKey self = ReplicaKey.of(1, DISK_ID);
    vote()
        .writeElectionState(
            ElectionState.withElectedLeader(2, 3, Optional.of(self), Set.of(1, 2, 3)),
            KRaftVersion.KRAFT_VERSION_1);

    ElectionState after = vote().readElectionState().orElseThrow();

    assertThat(after.isVotedCandidate(self)).isFalse();
    assertThat(after.leaderId()).isEqualTo(3);
  }
}
