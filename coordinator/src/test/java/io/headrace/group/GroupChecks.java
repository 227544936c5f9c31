package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Caller;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Watches from outside what members are told, and says so when it cannot be.
final class GroupChecks {

  static final String GROUP = "orders";

  private final Map<Integer, String> leaders = new HashMap<>();
  private final Map<TopicPartition, Long> acknowledged = new HashMap<>();
  private long offsetsGiven;
  private int unanswered;

  /// A caller that must be answered exactly once.
  <A> Caller<A> caller(Consumer<A> onAnswer, Consumer<ErrorCode> onRefusal) {
    unanswered++;
    return new Caller<>() {
      private boolean isAnswered;

      @Override
      public void answer(A answer) {
        once();
        onAnswer.accept(answer);
      }

      @Override
      public void refuse(ErrorCode error) {
        once();
        onRefusal.accept(error);
      }

      private void once() {
        assertThat(isAnswered).as("answered before").isFalse();
        isAnswered = true;
        unanswered--;
      }
    };
  }

  int unanswered() {
    return unanswered;
  }

  /// A new life of the coordinator may give out generations again that came to nothing.
  void onNewLife() {
    leaders.clear();
  }

  /// A generation has one leader, or the one who took its static place.
  void onJoined(JoinAnswer answer) {
    String leader = leaders.putIfAbsent(answer.generation(), answer.leaderId());
    if (leader != null && !placeOf(leader).equals(placeOf(answer.leaderId()))) {
      throw new AssertionError(
          "generation %d was led by %s and is led by %s"
              .formatted(answer.generation(), leader, answer.leaderId()));
    }
  }

  /// An assignment is what the leader of that generation meant for that member, or for the static
  /// member in whose place it is.
  void onAssigned(String memberId, boolean isStatic, int generation, Blob assignment) {
    String work = new String(assignment.bytes(), StandardCharsets.UTF_8);
    assertThat(work).as("assignment of " + memberId + " in " + generation).isNotEmpty();
    String[] words = work.split(" ");
    boolean isForIt =
        words[0].equals(memberId) || (isStatic && placeOf(words[0]).equals(placeOf(memberId)));
    assertThat(isForIt).as(memberId + " works on what is for " + words[0]).isTrue();
    assertThat(words[2]).as("generation of " + work).isEqualTo(Integer.toString(generation));
    String leader = leaders.get(generation);
    if (leader != null) {
      assertThat(placeOf(words[4])).as("who assigned").isEqualTo(placeOf(leader));
    }
  }

  long nextOffset() {
    return ++offsetsGiven;
  }

  void onCommitted(TopicPartition partition, long offset) {
    acknowledged.merge(partition, offset, Math::max);
  }

  /// What was acknowledged, or seen before, is not lost: a later commit may stand there, an earlier
  /// one never.
  void onFetched(FetchedOffset fetched, long atLeast) {
    long found = fetched.offset() == null ? 0 : fetched.offset().offset();
    assertThat(found).as("offset of " + fetched.partition()).isBetween(atLeast, offsetsGiven);
    onCommitted(fetched.partition(), found);
  }

  long acknowledged(TopicPartition partition) {
    return acknowledged.getOrDefault(partition, 0L);
  }

  /// The client's name, which its member ids begin with.
  private static String placeOf(String memberId) {
    return memberId.substring(0, Math.max(0, memberId.indexOf('-')));
  }
}
