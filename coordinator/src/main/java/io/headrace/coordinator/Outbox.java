package io.headrace.coordinator;

import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// What follows from one decision: records, and answers that leave when the records are committed.
public final class Outbox<R> {

  private record Letter<A>(Caller<A> caller, A answer) {
    void send() {
      caller.answer(answer);
    }
  }

  private final List<R> records = new ArrayList<>();
  private final List<Letter<?>> letters = new ArrayList<>();

  public void record(R record) {
    records.add(record);
  }

  public <A> void answer(Caller<A> caller, A answer) {
    letters.add(new Letter<>(caller, answer));
  }

  public List<R> records() {
    return List.copyOf(records);
  }

  /// Takes over the answers of a decision that has no records of its own.
  void adopt(Outbox<R> other) {
    letters.addAll(other.letters);
  }

  boolean hasRecords() {
    return !records.isEmpty();
  }

  void send() {
    letters.forEach(Letter::send);
  }

  /// Nobody hears of it again.
  void refuseAll(ErrorCode error) {
    List<Letter<?>> refused = List.copyOf(letters);
    letters.clear();
    refused.forEach(letter -> letter.caller().refuse(error));
  }
}
