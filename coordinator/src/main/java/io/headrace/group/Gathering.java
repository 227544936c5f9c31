package io.headrace.group;

import io.headrace.coordinator.Caller;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/// Gathers lists from so many shards into one answer. A shard that is closed meanwhile adds
/// nothing: its groups are another node's to list.
final class Gathering<T> implements Caller<List<T>> {

  private final Caller<List<T>> caller;
  private final List<T> gathered = new ArrayList<>();
  private int missing;

  /// @param parts more than 0
  Gathering(int parts, Caller<List<T>> caller) {
    this.missing = parts;
    this.caller = caller;
  }

  @Override
  public void answer(List<T> part) {
    gathered.addAll(part);
    onPart();
  }

  @Override
  public void refuse(ErrorCode error) {
    onPart();
  }

  private void onPart() {
    missing--;
    if (missing == 0) {
      caller.answer(gathered);
    }
  }
}
