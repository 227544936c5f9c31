package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.offsets.CommitRequest;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A partition of the offsets topic that cannot be read after a restart.
class UnreadableOffsetsTest {

  private static final int FORMAT_AT = 16;

  private final GroupWorld world = new GroupWorld(1, GroupConfig.DEFAULT, _ -> {});
  private final GroupChecks checks = new GroupChecks();
  private final List<ErrorCode> refusals = new ArrayList<>();

  private void commit() {
    var entry =
        new CommitRequest.Entry(
            new TopicPartition("t", 0),
            Objects.requireNonNull(world.image().topic("t")).id(),
            1,
            -1,
            "");
    world
        .coordinator()
        .commit(
            new CommitRequest("g", CommitRequest.DEFAULT_RETENTION, List.of(entry)),
            new MemberRef("", null),
            -1,
            checks.caller(
                outcomes -> assertThat(outcomes).containsExactly(ErrorCode.NONE), refusals::add));
  }

  @Test
  void isToldOnceAndItsGroupsAreNotAvailable() {
    world.createTopic("t", 1);
    commit();
    commit();
    assertThat(refusals).isEmpty();
    world.committed().getLast().put(FORMAT_AT, (byte) 9);

    world.restart();
    commit();
    world.coordinator().fetch("g", null, checks.caller(_ -> {}, refusals::add));

    assertThat(world.unreadable()).singleElement().asString().startsWith("0: ");
    assertThat(refusals)
        .containsExactly(ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assertThat(checks.unanswered()).isZero();
  }
}
