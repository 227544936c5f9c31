package io.headrace.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.network.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who gets memory for a request, and who waits.
class RequestMemoryTest {

  private static final ConnectionId FIRST = new ConnectionId(1);
  private static final ConnectionId SECOND = new ConnectionId(2);
  private static final ConnectionId THIRD = new ConnectionId(3);

  private final RequestMemory memory = new RequestMemory(100);
  private final List<String> told = new ArrayList<>();

  private void await(ConnectionId connection, long bytes) {
    assertThat(memory.reserve(connection, bytes)).isFalse();
    memory.await(connection, bytes, () -> told.add("room for " + connection.value()));
  }

  @Test
  void whoComesWhenItIsSpentIsToldWhenThereIsRoom() {
    assertThat(memory.reserve(FIRST, 80)).isTrue();
    await(SECOND, 50);
    assertThat(told).isEmpty();

    memory.release(80);

    assertThat(told).containsExactly("room for 2");
    assertThat(memory.reserve(SECOND, 50)).isTrue();
    assertThat(memory.left()).isEqualTo(50);
  }

  @Test
  void theSmallDoNotOvertakeTheLarge() {
    assertThat(memory.reserve(FIRST, 60)).isTrue();
    await(SECOND, 90);
    await(THIRD, 10);

    memory.release(60);

    assertThat(told).containsExactly("room for 2", "room for 3");
  }

  @Test
  void whatWasGrantedCannotBeTakenByOthers() {
    assertThat(memory.reserve(FIRST, 100)).isTrue();
    await(SECOND, 100);
    memory.release(100);

    assertThat(memory.reserve(THIRD, 1)).isFalse();
    assertThat(memory.reserve(SECOND, 100)).isTrue();
  }

  @Test
  void aConnectionThatIsGoneTakesItsPlaceAndItsGrantAlong() {
    assertThat(memory.reserve(FIRST, 100)).isTrue();
    await(SECOND, 100);
    await(THIRD, 100);

    memory.release(100);
    memory.onClosed(SECOND);

    assertThat(told).containsExactly("room for 2", "room for 3");
    memory.onClosed(THIRD);
    assertThat(memory.left()).isEqualTo(100);
  }

  @Test
  void whatNeverFitsNeedNotWait() {
    assertThat(memory.couldHold(100)).isTrue();
    assertThat(memory.couldHold(101)).isFalse();
  }
}
