package io.headrace.quorum;

import static io.headrace.quorum.SimulatedQuorum.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.runtime.simulated.NetworkWeather;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Three or five voters and some that follow, in bad times: nodes are killed, lose power inside any
/// disk call, one by one and all at once; the network is slow, breaks connections, and is cut in
/// one direction or both. What anybody was told is decided stays so, and once all is well again
/// there is a leader soon.
///
/// `-Dheadrace.seeds=N` tries so many seeds, `-Dheadrace.seed=S` one.
final class QuorumSimulationTest {
  private static final int SEEDS = Integer.getInteger("headrace.seeds", 24);
  private static final int STEPS = 60;

  @Test
  void whatIsDecidedStaysSoAndALeaderComesBack() {
    Integer only = Integer.getInteger("headrace.seed");
    int first = only == null ? 0 : only;
    int end = only == null ? SEEDS : only + 1;
    for (int seed = first; seed < end; seed++) {
      assertThat(complaintOf(seed, _ -> false))
          .as("seed %d: -Dtest=QuorumSimulationTest -Dheadrace.seed=%d", seed, seed)
          .isEmpty();
    }
  }

  /// The guard itself is tested: it must bark when an append is told of before it is synced.
  @Test
  void anAppendThatIsNotDurableIsFoundWithinTwentySeeds() {
    assertThat(firstSeedThatComplains(20, path -> path.toString().endsWith(".log"))).isLessThan(20);
  }

  /// And when a node that lost power does not know any more whom it voted for.
  @Test
  void aVoteThatIsNotDurableIsFoundWithinTwentySeeds() {
    assertThat(firstSeedThatComplains(20, path -> path.toString().contains("quorum-state")))
        .isLessThan(20);
  }

  private static int firstSeedThatComplains(int seeds, Predicate<Path> syncsForgotten) {
    for (int seed = 0; seed < seeds; seed++) {
      if (!complaintOf(seed, syncsForgotten).isEmpty()) {
        return seed;
      }
    }
    return seeds;
  }

  /// What went wrong, in words; empty if nothing did.
  private static String complaintOf(int seed, Predicate<Path> syncsForgotten) {
    var random = new Random(seed);
    var quorum = new SimulatedQuorum(seed, random.nextInt(3) == 0 ? 5 : 3, random.nextInt(3));
    quorum.startAll();
    if (!quorum.awaitProgress(10 * SECOND_NS)) {
      return "no first leader: " + quorum;
    }
    quorum.members.forEach(member -> member.machine.disk().ignoreSyncs(syncsForgotten));
    for (int step = 0; step < STEPS && quorum.history.complaints.isEmpty(); step++) {
      disturb(quorum, random);
      for (int appends = random.nextInt(6); appends > 0; appends--) {
        quorum.append();
        quorum.world.advance(random.nextInt(8_000_000));
      }
      quorum.world.advance(random.nextInt(random.nextInt(4) == 0 ? 700_000_000 : 60_000_000));
    }
    return complaintAfterHealing(quorum);
  }

  private static void disturb(SimulatedQuorum quorum, Random random) {
    SimulatedMember member = any(quorum, random);
    switch (random.nextInt(16)) {
      case 0 -> member.machine.kill();
      case 1, 2 -> member.machine.cutPower();
      case 3 -> quorum.leader().ifPresent(leader -> leader.machine.cutPower());
      case 4 -> member.machine.disk().crashInCall(1 + random.nextInt(40));
      case 5 -> {
        if (random.nextInt(3) == 0) {
          quorum.members.forEach(each -> each.machine.cutPower());
        }
      }
      case 6 -> quorum.network.cut(host(member), host(any(quorum, random)));
      case 7 -> quorum.network.cutBoth(host(member), host(any(quorum, random)));
      case 8 -> quorum.members.forEach(each -> quorum.network.cutBoth(host(member), host(each)));
      case 9, 10 -> quorum.network.heal();
      case 11 ->
          quorum.network.weather(random.nextBoolean() ? NetworkWeather.FAIR : NetworkWeather.ROUGH);
      case 12 -> member.snapshot();
      case 13 -> member.resign();
      default -> {
        quorum.members.forEach(each -> each.machine.disk().dontCrash());
        quorum.members.stream()
            .filter(each -> !each.alive() && random.nextInt(3) > 0)
            .forEach(SimulatedMember::start);
      }
    }
  }

  private static String complaintAfterHealing(SimulatedQuorum quorum) {
    quorum.network.heal();
    quorum.network.weather(NetworkWeather.FAIR);
    quorum.members.forEach(member -> member.machine.disk().dontCrash());
    quorum.members.forEach(member -> member.machine.cutPower());
    quorum.startAll();
    if (!quorum.awaitLeader(2 * SECOND_NS)) {
      return "no leader 2 s after all was well: " + quorum;
    }
    if (!quorum.awaitProgress(5 * SECOND_NS)) {
      return "no progress after all was well: " + quorum;
    }
    for (SimulatedMember member : quorum.members) {
      if (!member.image().equals(quorum.members.getFirst().image())) {
        return "images differ: " + quorum;
      }
    }
    return String.join(", ", quorum.history.complaints);
  }

  private static SimulatedMember any(SimulatedQuorum quorum, Random random) {
    return quorum.members.get(random.nextInt(quorum.members.size()));
  }

  private static String host(SimulatedMember member) {
    return SimulatedMember.host(member.id);
  }
}
