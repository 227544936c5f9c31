package io.headrace.broker.api.group;

import io.headrace.broker.api.ApiCall;
import io.headrace.coordinator.Caller;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Gathers the outcomes of several questions into one list, in the order of the questions, whatever
/// is answered first.
///
/// @param <T> what an answer or a refusal is made into
final class Gatherer<T> {

  private final ApiCall<?, ?> call;
  private final Consumer<List<T>> whenComplete;
  private final List<T> gathered;
  private int missing;

  /// @param call alone is hurt by what making, gathering or sending the answers throws
  /// @param nothing stands in the list until the answer comes
  Gatherer(ApiCall<?, ?> call, int questions, T nothing, Consumer<List<T>> whenComplete) {
    this.call = call;
    this.missing = questions;
    this.whenComplete = whenComplete;
    this.gathered = new ArrayList<>(Collections.nCopies(questions, nothing));
    if (questions == 0) {
      whenComplete.accept(gathered);
    }
  }

  <A> Caller<A> question(int index, Function<A, T> onAnswer, Function<ErrorCode, T> onRefusal) {
    return Asking.of(
        call,
        answer -> put(index, onAnswer.apply(answer)),
        error -> put(index, onRefusal.apply(error)));
  }

  void put(int index, T outcome) {
    gathered.set(index, outcome);
    missing--;
    if (missing == 0) {
      whenComplete.accept(gathered);
    }
  }
}
