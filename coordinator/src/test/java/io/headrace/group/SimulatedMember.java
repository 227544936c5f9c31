package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Caller;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.classic.JoinAnswer.JoinedMember;
import io.headrace.group.classic.JoinRequest;
import io.headrace.group.classic.JoinRequest.Abilities;
import io.headrace.group.classic.JoinRequest.Client;
import io.headrace.group.classic.JoinRequest.Timeouts;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.classic.Protocol;
import io.headrace.group.classic.SyncAnswer;
import io.headrace.group.classic.SyncRequest;
import io.headrace.group.offsets.CommitRequest;
import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A consumer that follows the protocol as well as its luck allows: it falls silent, dies, comes
/// back, asks twice, and goes.
final class SimulatedMember {

  enum Phase {
    OUT,
    ASKING,
    JOINED,
    WORKING
  }

  private static final int SESSION_MS = 10_000;

  private final String name;
  private final @Nullable String instance;
  private final GroupWorld world;
  private final GroupChecks checks;
  private final SimulatedRandom random;
  private Phase phase = Phase.OUT;
  private String memberId = "";
  private int generation = -1;
  private @Nullable JoinAnswer place;
  private long silentUntilMs;

  /// Which of its questions an answer belongs to: older ones are none of its business any more.
  private int attempt;

  SimulatedMember(
      String name, boolean isStatic, GroupWorld world, GroupChecks checks, SimulatedRandom random) {
    this.name = name;
    this.instance = isStatic ? name : null;
    this.world = world;
    this.checks = checks;
    this.random = random;
  }

  Phase phase() {
    return phase;
  }

  int generation() {
    return generation;
  }

  /// Does the next thing that such a consumer does.
  void act(long nowMs, boolean misbehaves) {
    if (misbehaves) {
      if (nowMs < silentUntilMs) {
        return;
      }
      switch (random.nextInt(60)) {
        case 0 -> silentUntilMs = nowMs + random.nextInt(3 * SESSION_MS);
        case 1 -> die();
        case 2 -> leave();
        case 3 -> join();
        case 4 -> sync();
        default -> workOn();
      }
    } else {
      workOn();
    }
  }

  private void workOn() {
    switch (phase) {
      case OUT -> join();
      case ASKING -> {}
      case JOINED -> sync();
      case WORKING -> {
        if (random.oneIn(3)) {
          commit();
        } else {
          heartbeat();
        }
      }
    }
  }

  /// Forgets all; a static member comes back without its id.
  private void die() {
    attempt++;
    memberId = "";
    phase = Phase.OUT;
  }

  private void leave() {
    if (!memberId.isEmpty()) {
      world
          .coordinator()
          .leave(
              GroupChecks.GROUP,
              List.of(new MemberRef(memberId, instance)),
              checks.caller(_ -> {}, _ -> {}));
      die();
    }
  }

  private void join() {
    int mine = ++attempt;
    phase = Phase.ASKING;
    List<Protocol> protocols =
        List.of(
            new Protocol("range", Printer.subscription("t")),
            new Protocol("sticky", Printer.subscription("t")));
    var request =
        new JoinRequest(
            GroupChecks.GROUP,
            new MemberRef(memberId, instance),
            new Client(name, "/127.0.0.1"),
            new Timeouts(SESSION_MS, 3 * SESSION_MS),
            "consumer",
            random.oneIn(8) ? protocols.reversed() : protocols,
            new Abilities(!random.oneIn(4), random.oneIn(2)));
    world.coordinator().join(request, guarded(mine, this::onJoined, this::onRefused));
  }

  private void onJoined(JoinAnswer answer) {
    switch (answer.error()) {
      case NONE -> {
        memberId = answer.memberId();
        generation = answer.generation();
        place = answer;
        phase = Phase.JOINED;
        checks.onJoined(answer);
        if (!random.oneIn(10)) {
          sync();
        }
      }
      case MEMBER_ID_REQUIRED -> {
        memberId = answer.memberId();
        phase = Phase.OUT;
      }
      default -> onRefused(answer.error());
    }
  }

  private void sync() {
    JoinAnswer known = place;
    if (known == null || memberId.isEmpty()) {
      return;
    }
    int mine = ++attempt;
    phase = Phase.ASKING;
    Map<String, Blob> assignments = new TreeMap<>();
    if (known.leaderId().equals(memberId) && !known.skipAssignment()) {
      known.members().stream()
          .map(JoinedMember::memberId)
          .forEach(each -> assignments.put(each, workFor(each)));
    } else if (random.oneIn(5)) {
      // It has no right to, and is not listened to.
      assignments.put(memberId, workFor(memberId));
    }
    String id = memberId;
    int ofGeneration = generation;
    world
        .coordinator()
        .sync(
            new SyncRequest(
                GroupChecks.GROUP,
                new MemberRef(id, instance),
                ofGeneration,
                "consumer",
                known.protocolName(),
                assignments),
            guarded(mine, answer -> onSynced(answer, id, ofGeneration), this::onRefused));
  }

  private Blob workFor(String id) {
    String work = "%s in %d by %s".formatted(id, generation, memberId);
    return Blob.of(work.getBytes(StandardCharsets.UTF_8));
  }

  private void onSynced(SyncAnswer answer, String id, int ofGeneration) {
    if (answer.error() == ErrorCode.NONE) {
      checks.onAssigned(id, instance != null, ofGeneration, answer.assignment());
      phase = Phase.WORKING;
    } else {
      onRefused(answer.error());
    }
  }

  private void heartbeat() {
    int mine = attempt;
    world
        .coordinator()
        .heartbeat(
            GroupChecks.GROUP,
            new MemberRef(memberId, instance),
            generation,
            guarded(
                mine,
                outcome -> {
                  if (outcome != ErrorCode.NONE) {
                    onRefused(outcome);
                  }
                },
                this::onRefused));
  }

  private void commit() {
    int mine = attempt;
    var partition = new TopicPartition("t", random.nextInt(4));
    long offset = checks.nextOffset();
    var entry =
        new CommitRequest.Entry(
            partition, Objects.requireNonNull(world.image().topic("t")).id(), offset, -1, "");
    world
        .coordinator()
        .commit(
            new CommitRequest(GroupChecks.GROUP, CommitRequest.DEFAULT_RETENTION, List.of(entry)),
            new MemberRef(memberId, instance),
            generation,
            checks.caller(
                outcomes -> {
                  if (outcomes.getFirst() == ErrorCode.NONE) {
                    checks.onCommitted(partition, offset);
                  }
                },
                error -> {
                  if (mine == attempt) {
                    onRefused(error);
                  }
                }));
  }

  private void onRefused(ErrorCode error) {
    switch (error) {
      case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, GROUP_MAX_SIZE_REACHED -> {
        memberId = "";
        phase = Phase.OUT;
      }
      case REBALANCE_IN_PROGRESS, ILLEGAL_GENERATION -> phase = Phase.OUT;
      case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS -> {
        if (phase == Phase.ASKING) {
          phase = Phase.OUT;
        }
      }
      default -> throw new AssertionError(name + " is told " + error);
    }
  }

  private <A> Caller<A> guarded(int mine, Consumer<A> onAnswer, Consumer<ErrorCode> onError) {
    return checks.caller(
        answer -> {
          if (mine == attempt) {
            onAnswer.accept(answer);
          }
        },
        error -> {
          if (mine == attempt) {
            onError.accept(error);
          }
        });
  }
}
