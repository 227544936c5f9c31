package io.headrace.quorum;

import static io.headrace.quorum.SimulatedQuorum.SECOND_NS;
import static io.headrace.quorum.SimulatedQuorum.placeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.quorum.QuorumPlace.Contact;
import io.headrace.quorum.QuorumPlace.Joining;
import io.headrace.runtime.simulated.NetworkWeather;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How nodes with empty disks find each other, and how a quorum grows.
final class FormingTest {
  private static final int SEEDS = Integer.getInteger("headrace.seeds", 12);

  /// Whenever they are started, whatever dies meanwhile, in any weather.
  @Test
  void threeNewNodesBecomeOneCluster() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var quorum = new SimulatedQuorum(seed, 3, 1);
      quorum.network.weather(random.nextBoolean() ? NetworkWeather.FAIR : NetworkWeather.ROUGH);
      for (int step = 0; step < 12; step++) {
        SimulatedMember member = quorum.members.get(random.nextInt(4));
        if (!member.alive()) {
          member.start();
        } else if (random.nextInt(3) == 0) {
          member.machine.cutPower();
        }
        member.machine.disk().crashInCall(1 + random.nextInt(60));
        quorum.world.advance(random.nextInt(300_000_000));
      }
      quorum.members.forEach(member -> member.machine.disk().dontCrash());
      quorum.startAll();

      assertThat(quorum.awaitProgress(10 * SECOND_NS))
          .as("progress, seed %d: %s", seed, quorum)
          .isTrue();
      assertThat(quorum.members.stream().map(SimulatedMember::clusterId).distinct())
          .as("cluster ids, seed " + seed)
          .hasSize(1);
      assertThat(quorum.history.complaints).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void aClusterDoesNotBeginWhileOneOfItsVotersIsMissing() {
    var quorum = new SimulatedQuorum(1, 3, 0);
    quorum.member(1).start();
    quorum.member(2).start();
    quorum.world.advance(5 * SECOND_NS);

    assertThat(quorum.leader()).isEmpty();
    assertThat(quorum.member(1).notices).containsExactly("this node is new and waits for n3:9093");

    quorum.member(3).start();
    assertThat(quorum.awaitProgress(5 * SECOND_NS)).isTrue();
  }

  /// Two of three disks are lost while the third node is away: what it holds is not voted down.
  @Test
  void nodesThatLostTheirDisksDoNotBeginAnotherCluster() {
    SimulatedQuorum quorum = formed(2);
    String clusterId = quorum.member(3).clusterId();
    for (SimulatedMember member : quorum.members) {
      member.machine.cutPower();
    }
    quorum.member(1).wipe();
    quorum.member(2).wipe();
    quorum.member(1).start();
    quorum.member(2).start();
    quorum.world.advance(5 * SECOND_NS);
    assertThat(quorum.leader()).isEmpty();

    quorum.member(3).start();
    quorum.world.advance(5 * SECOND_NS);

    assertThat(quorum.leader()).isEmpty();
    assertThat(quorum.members).allMatch(member -> member.clusterId().equals(clusterId));
    assertThat(quorum.history.complaints).isEmpty();
  }

  @Test
  void aVoterThatLostItsDiskBecomesAVoterAnew() {
    SimulatedQuorum quorum = formed(3);
    for (int id = 1; id <= 3; id++) {
      SimulatedMember member = quorum.member(id);
      member.place = placeOf(id, 3, Joining.WHILE_FEW);
      member.machine.kill();
      member.wipe();
      member.start();
      assertThat(quorum.awaitProgress(5 * SECOND_NS))
          .as("progress without %d: %s", id, quorum)
          .isTrue();
      quorum.world.advance(3 * SECOND_NS); // its old self goes before it comes
      awaitVoters(quorum, 3);
    }
    assertThat(quorum.history.complaints).isEmpty();
  }

  @Test
  void aNodeThatWasAloneGrowsToThree() {
    var quorum = new SimulatedQuorum(4);
    quorum.add(1, QuorumPlace.alone()).start();
    assertThat(quorum.awaitProgress(SECOND_NS)).isTrue();
    quorum.member(1).machine.kill();
    quorum.member(1).place = placeOf(1, 1, Joining.WHILE_FEW);
    quorum.member(1).start();

    for (int id = 2; id <= 4; id++) {
      quorum.add(id, bootstrapping(id)).start();
    }
    assertThat(quorum.awaitProgress(10 * SECOND_NS)).isTrue();
    awaitVoters(quorum, 3);
    quorum.world.advance(3 * SECOND_NS);
    awaitVoters(quorum, 3);

    for (int round = 0; round < 3; round++) {
      quorum.leader().orElseThrow().machine.kill();
      assertThat(quorum.awaitLeader(2 * SECOND_NS)).isTrue();
      quorum.startAll();
      assertThat(quorum.awaitProgress(5 * SECOND_NS)).isTrue();
    }
    assertThat(quorum.history.complaints).isEmpty();
  }

  @Test
  void aNodeOfAnotherClusterIsNamed() {
    var quorum = new SimulatedQuorum(5);
    quorum.add(1, QuorumPlace.alone()).start();
    quorum.add(2, bootstrapping(2)).start();
    assertThat(quorum.awaitProgress(5 * SECOND_NS)).isTrue();
    String clusterId = quorum.member(2).clusterId();
    quorum.members.forEach(member -> member.machine.kill());
    quorum.member(1).wipe();
    quorum.member(1).start();
    quorum.member(2).start();
    quorum.world.advance(3 * SECOND_NS);

    assertThat(quorum.member(2).notices)
        .containsExactly(
            "n1:9093 belongs to another cluster: this node is of %s".formatted(clusterId));
  }

  private static QuorumPlace bootstrapping(int id) {
    return new QuorumPlace(
        QuorumPlace.DEFAULT_LISTENER,
        SimulatedMember.address(id),
        List.of(new Contact(Contact.ANYBODY, SimulatedMember.address(1))),
        Joining.WHILE_FEW);
  }

  private static void awaitVoters(SimulatedQuorum quorum, int count) {
    for (int tries = 0; tries < 200 && quorum.voterCount() != count; tries++) {
      quorum.world.advance(SECOND_NS / 20);
    }
    assertThat(quorum.voterCount()).isEqualTo(count);
  }

  private static SimulatedQuorum formed(long seed) {
    var quorum = new SimulatedQuorum(seed, 3, 0);
    quorum.startAll();
    assertThat(quorum.awaitProgress(5 * SECOND_NS)).isTrue();
    return quorum;
  }
}
