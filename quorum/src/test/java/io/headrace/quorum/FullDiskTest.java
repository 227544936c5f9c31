package io.headrace.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.TopicImage;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the metadata log does while its disk has no room, and once it has room again.
final class FullDiskTest {
  private static final int SEEDS = 100;
  private static final int LIVES = 4;
  private static final long SECOND_NS = 1_000_000_000L;

  private long nextTopic;
  private final Set<TopicId> deleted = new HashSet<>();

  /// The disk becomes full inside any call, has some room or plenty again, and now and then the
  /// node dies meanwhile: it never fails, loses nothing, and heals.
  @Test
  void aFullDiskAtAnyCallNeitherStopsTheLogNorLosesAnything() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(complaintOf(seed))
          .as("seed " + seed + ": FullDiskTest.complaintOf(seed)")
          .isEmpty();
    }
  }

  private String complaintOf(int seed) {
    var random = new Random(seed);
    var voter = new SimulatedVoter(seed);
    deleted.clear();
    voter.start();
    for (int life = 0; life < LIVES; life++) {
      boolean fullAtOnce = random.nextInt(3) == 0;
      voter.machine.disk().capacityBytes(fullAtOnce ? usedBytes(voter) : Long.MAX_VALUE);
      voter.machine.disk().fillUpInCall(1 + random.nextInt(150));
      if (life > 0 && !voter.start()) {
        return "no start: " + voter.failures + " " + voter.machine.life().uncaught();
      }
      if (random.nextInt(3) == 0) {
        voter.machine.disk().crashInCall(1 + random.nextInt(300));
      }
      live(voter, random);
      voter.machine.disk().dontCrash();
      if (voter.machine.life().uncaught() != null) {
        return "mistake " + voter.machine.life().uncaught();
      }
      if (!voter.failures.isEmpty()) {
        return "failed " + voter.failures;
      }
      voter.machine.cutPower();
    }
    return complaintWhenRoomyAgain(voter);
  }

  private void live(SimulatedVoter voter, Random random) {
    for (int count = 0; count < 60 && voter.machine.life().alive(); count++) {
      switch (random.nextInt(20)) {
        case 0 -> voter.snapshot();
        case 1 -> voter.machine.disk().capacityBytes(usedBytes(voter) + random.nextInt(20_000));
        case 2, 3, 4 -> voter.append();
        case 5, 6 -> delete(voter);
        default -> create(voter);
      }
      voter.world.advance(random.nextInt(40_000_000));
    }
  }

  private static String complaintWhenRoomyAgain(SimulatedVoter voter) {
    voter.machine.disk().capacityBytes(Long.MAX_VALUE);
    if (!voter.start()) {
      return "no start with room: " + voter.failures;
    }
    if (!voter.told.isEmpty() && voter.image.offset() < voter.told.lastKey()) {
      return "told up to %d, there up to %d".formatted(voter.told.lastKey(), voter.image.offset());
    }
    int before = voter.told.size();
    voter.append();
    voter.awaitCommitted(before + 1);
    return voter.told.size() == before + 1 ? "" : "nothing is taken any more";
  }

  @Test
  void newTopicsAreRefusedAndDeletionsTaken() {
    SimulatedVoter voter = full();
    int told = voter.told.size();

    create(voter);
    delete(voter);
    delete(voter);
    voter.awaitCommitted(told + 2);

    assertThat(voter.refused).isEqualTo(1);
    assertThat(voter.told.values().stream().skip(told))
        .hasSize(2)
        .allMatch(MetadataRecord.TopicDeleted.class::isInstance);
    assertThat(voter.failures).isEmpty();
  }

  @Test
  void aSecondAfterThereIsRoomNewTopicsAreTaken() {
    SimulatedVoter voter = full();
    voter.world.advance(5 * SECOND_NS);
    voter.machine.disk().capacityBytes(Long.MAX_VALUE);
    voter.world.advance(SECOND_NS + SECOND_NS / 10);
    int told = voter.told.size();

    create(voter);
    voter.awaitCommitted(told + 2);

    assertThat(voter.told.size()).isEqualTo(told + 2);
    assertThat(voter.refused).isZero();
    assertThat(voter.room).containsExactly("short", "again");
  }

  /// So many that a shorter retention, a restart and the deletion of every topic still find room.
  @Test
  void settingsCannotUseUpTheRoomForDeletions() {
    SimulatedVoter voter = full();
    for (int i = 0; i < 3_000; i++) {
      voter.append();
      voter.world.advance(1_000_000);
    }
    assertThat(voter.refused).as("producer ids").isPositive();
    int told = voter.told.size();

    delete(voter);
    voter.awaitCommitted(told + 1);

    assertThat(voter.told.size()).isEqualTo(told + 1);
  }

  @Test
  void aFullNodeStartsAgain() {
    SimulatedVoter voter = full();
    for (int i = 0; i < 10; i++) {
      voter.machine.cutPower();
      assertThat(voter.start()).as(voter.failures.toString()).isTrue();
    }
    int told = voter.told.size();
    delete(voter);
    voter.awaitCommitted(told + 1);

    assertThat(voter.told.size()).isEqualTo(told + 1);
  }

  /// More than the room that is kept back can hold must not be taken: the disk may be full by the
  /// time that it is written.
  @Test
  void whatComesInOneTurnIsTakenOnlyAsFarAsItCanBeWrittenForCertain() {
    var voter = new SimulatedVoter(1);
    voter.start();
    create(voter);
    voter.awaitCommitted(2);
    voter.machine.disk().capacityBytes(usedBytes(voter));
    int told = voter.told.size();
    for (int i = 0; i < 2_000; i++) {
      create(voter);
    }
    voter.world.advance(5 * SECOND_NS);

    assertThat(voter.failures).isEmpty();
    assertThat(voter.told.size()).isGreaterThan(told);
    assertThat(voter.refused).isPositive();
  }

  /// A voter with one topic, on a disk that became full.
  private SimulatedVoter full() {
    var voter = new SimulatedVoter(1);
    voter.start();
    create(voter);
    voter.awaitCommitted(2);
    voter.machine.disk().capacityBytes(usedBytes(voter));
    while (voter.room.isEmpty()) {
      create(voter);
      voter.world.advance(10_000_000);
    }
    voter.refused = 0;
    return voter;
  }

  private static long usedBytes(SimulatedVoter voter) {
    return voter.machine.disk().usedBytes();
  }

  private void create(SimulatedVoter voter) {
    var id = new TopicId(7, nextTopic++);
    voter.append(
        new MetadataRecord.TopicCreated(id, "topic" + nextTopic),
        new MetadataRecord.PartitionsAdded(id, 0, List.of(List.of(1), List.of(1))));
  }

  private void delete(SimulatedVoter voter) {
    voter.image.topics().stream()
        .map(TopicImage::id)
        .filter(deleted::add)
        .findFirst()
        .ifPresent(id -> voter.append(new MetadataRecord.TopicDeleted(id)));
  }
}
