package io.headrace.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A machine that remembers words, on a log that commits when the test says so.
class LoggedMachineTest {

  private final List<ByteBuffer> stored = new ArrayList<>();
  private final List<StateLog.Appended> appended = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Words words = new Words();
  private final LoggedMachine<String> machine = newMachine(new Log());

  private LoggedMachine<String> newMachine(StateLog log) {
    return new LoggedMachine<>(
        log,
        words,
        new WordCodec(),
        new SimulatedMachine(new SimulatedWorld(1)).life().clock(),
        unreadable::add);
  }

  /// A record is a word; one with a minus in front takes it back.
  private static final class Words implements StateMachine<String> {
    final List<String> known = new ArrayList<>();

    @Override
    public void replay(String record) {
      if (record.startsWith("-")) {
        known.remove(record.substring(1));
      } else {
        known.add(record);
      }
    }

    @Override
    public String inverseOf(String record) {
      return "-" + record;
    }

    @Override
    public void onTakenBack(String inverse) {}

    @Override
    public void onLoaded() {
      known.add("loaded");
    }
  }

  private static final class WordCodec implements RecordCodec<String> {
    @Override
    public ByteBuffer key(String record) {
      return ByteBuffer.wrap(record.getBytes(UTF_8));
    }

    @Override
    public @Nullable ByteBuffer value(String record) {
      return ByteBuffer.allocate(0);
    }

    @Override
    public String read(ByteBuffer key, @Nullable ByteBuffer value) {
      return UTF_8.decode(key).toString();
    }
  }

  private final class Log implements StateLog {
    @Override
    public void append(ByteBuffer batch, Appended outcome) {
      stored.add(batch);
      appended.add(outcome);
    }

    @Override
    public void load(Loading loading) {
      for (ByteBuffer batch : stored) {
        loading.onBatches(batch.duplicate());
      }
      loading.onLoaded();
    }
  }

  private final class Teller implements Caller<String> {
    @Override
    public void answer(String answer) {
      told.add(answer);
    }

    @Override
    public void refuse(ErrorCode error) {
      told.add(error.toString());
    }
  }

  private void say(LoggedMachine<String> machine, String word) {
    machine.decide(out -> {
      out.record(word);
      out.answer(new Teller(), "said " + word);
    });
  }

  private void ask(LoggedMachine<String> machine) {
    machine.decide(out -> out.answer(new Teller(), String.join(" ", words.known)));
  }

  private void load() {
    machine.load();
    words.known.clear();
  }

  @Test
  void anAnswerWaitsUntilItsRecordsAreCommitted() {
    load();
    say(machine, "a");

    assertThat(told).isEmpty();
    appended.getFirst().onCommitted();
    assertThat(told).containsExactly("said a");
  }

  @Test
  void anAnswerWithoutRecordsWaitsForThoseThatItSaw() {
    load();
    say(machine, "a");
    ask(machine);

    assertThat(words.known).as("the next decision builds on it").containsExactly("a");
    assertThat(told).isEmpty();
    appended.getFirst().onCommitted();
    assertThat(told).containsExactly("said a", "a");
  }

  @Test
  void whatTheLogRejectsIsTakenBackNewestFirst() {
    load();
    say(machine, "a");
    say(machine, "b");
    say(machine, "c");
    appended.getFirst().onCommitted();

    appended.get(1).onRejected(ErrorCode.KAFKA_STORAGE_ERROR);
    appended.get(2).onRejected(ErrorCode.KAFKA_STORAGE_ERROR);

    assertThat(words.known).containsExactly("a");
    assertThat(told)
        .containsExactly("said a", "COORDINATOR_NOT_AVAILABLE", "COORDINATOR_NOT_AVAILABLE");
  }

  /// They were taken back, and came again with the next one that loaded the log.
  @Test
  void whatOnlyTakesLongerStaysAndWhoWaitsIsRefused() {
    load();
    say(machine, "a");
    ask(machine);

    appended.getFirst().onDelayed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
    appended.getFirst().onDelayed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);

    assertThat(words.known).as("it is in the log").containsExactly("a");
    assertThat(told).containsExactly("COORDINATOR_NOT_AVAILABLE", "COORDINATOR_NOT_AVAILABLE");
    told.clear();
    ask(machine);
    assertThat(told)
        .as("nor is anything told that rests on it")
        .containsExactly("COORDINATOR_NOT_AVAILABLE");
    told.clear();
    appended.getFirst().onCommitted();
    assertThat(told).as("nobody is told twice").isEmpty();
    ask(machine);
    assertThat(told).containsExactly("a");
  }

  @Test
  void whatTookLongerAndWasLostAfterAllIsTakenBack() {
    load();
    say(machine, "a");

    appended.getFirst().onDelayed(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
    appended.getFirst().onRejected(ErrorCode.NOT_LEADER_OR_FOLLOWER);

    assertThat(words.known).isEmpty();
    assertThat(told).containsExactly("COORDINATOR_NOT_AVAILABLE");
  }

  @Test
  void whoWaitsWhenItClosesIsRefused() {
    load();
    say(machine, "a");

    machine.close();
    appended.getFirst().onCommitted();

    assertThat(told).containsExactly("NOT_COORDINATOR");
    assertThat(machine.refusal()).isEqualTo(ErrorCode.NOT_COORDINATOR);
  }

  @Test
  void aNewLifeHasWhatWasStored() {
    load();
    say(machine, "a");
    say(machine, "b");
    words.known.clear();

    LoggedMachine<String> next = newMachine(new Log());
    next.load();

    assertThat(words.known).containsExactly("a", "b", "loaded");
    assertThat(unreadable).isEmpty();
  }

  @Test
  void aDamagedLogIsToldAndNothingIsServedFromIt() {
    load();
    say(machine, "a");
    say(machine, "b");
    stored.getLast().putInt(17, 0); // the checksum
    stored.getLast().put(16, (byte) 9); // the format

    LoggedMachine<String> next = newMachine(new Log());
    next.load();

    assertThat(unreadable).hasSize(1);
    assertThat(next.isActive()).isFalse();
    assertThat(next.refusal()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assertThatThrownBy(() -> ask(next)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLogThatCannotBeReadIsTold() {
    LoggedMachine<String> next =
        newMachine(
            new StateLog() {
              @Override
              public void append(ByteBuffer batch, Appended outcome) {
                throw new AssertionError("appended to what cannot be read");
              }

              @Override
              public void load(Loading loading) {
                loading.onFailed(ErrorCode.KAFKA_STORAGE_ERROR);
              }
            });
    assertThat(next.refusal()).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);

    next.load();

    assertThat(unreadable).containsExactly("KAFKA_STORAGE_ERROR");
    assertThat(next.refusal()).isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
  }
}
