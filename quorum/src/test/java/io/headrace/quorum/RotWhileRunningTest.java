package io.headrace.quorum;

import static io.headrace.quorum.SimulatedQuorum.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.quorum.QuorumPlace.Joining;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The files of the node that leads rot, and another node needs what was in them.
final class RotWhileRunningTest {

  private final SimulatedQuorum quorum = new SimulatedQuorum(1, 3, 0);

  private SimulatedMember formed() {
    quorum.startAll();
    assertThat(quorum.awaitLeader(2 * SECOND_NS)).isTrue();
    assertThat(quorum.awaitProgress(2 * SECOND_NS)).isTrue();
    return quorum.leader().orElseThrow();
  }

  private static Path file(SimulatedMember member, Predicate<String> name) {
    return member
        .machine
        .disk()
        .files()
        .filter(each -> name.test(String.valueOf(each.getFileName())))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isSnapshot(String name) {
    return name.endsWith(".checkpoint") && !name.startsWith("00000000000000000000");
  }

  private SimulatedMember newcomer() {
    SimulatedMember newcomer = quorum.add(4, SimulatedQuorum.placeOf(4, 3, Joining.NEVER));
    newcomer.start();
    return newcomer;
  }

  @Test
  void aLeaderWritesASnapshotThatHasRottedAnewForWhoeverNeedsIt() {
    SimulatedMember leader = formed();
    leader.snapshot();
    quorum.world.advance(SECOND_NS);
    Path snapshot = file(leader, RotWhileRunningTest::isSnapshot);
    leader.machine.disk().flipBit(snapshot, 8 * 100);

    SimulatedMember newcomer = newcomer();

    assertThat(quorum.awaitAllTold(5 * SECOND_NS)).isTrue();
    assertThat(newcomer.image().nextProducerId()).isEqualTo(leader.image().nextProducerId());
    assertThat(leader.notices).containsOnlyOnce(snapshot + NOTICE);
    assertThat(quorum.leader()).contains(leader);
    assertThat(quorum.history.complaints).isEmpty();
  }

  private static final String NOTICE =
      " is damaged and cannot be sent to other nodes; it is written anew";

  /// It sent what it could not read itself, and the newcomer asked again for ever.
  @Test
  void aLeaderWhoseLogHasRottedStopsAndAnotherLeads() {
    SimulatedMember leader = formed();
    Path segment = file(leader, name -> name.endsWith(".log"));
    leader.machine.disk().flipBit(segment, 8 * 100);

    newcomer();

    assertThat(
            quorum.world.runUntil(
                () -> quorum.members.stream().anyMatch(each -> each != leader && each.leads()),
                5 * SECOND_NS))
        .isTrue();
    assertThat(quorum.history.complaints)
        .singleElement()
        .asString()
        .contains("node " + leader.id + " failed", segment + " is damaged");
    leader.machine.kill();
    assertThat(
            quorum.world.runUntil(
                () -> quorum.member(4).toldOffset() >= quorum.history.lastOffset(), 5 * SECOND_NS))
        .isTrue();
  }
}
