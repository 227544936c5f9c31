package io.headrace.replication.leader;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The effects of one or more steps, in the order in which they are to be carried out.
public final class Effects {

  /// Small: every partition has one, and most are idle.
  private final ArrayDeque<Effect> effects = new ArrayDeque<>(1);

  void add(Effect effect) {
    effects.add(effect);
  }

  void answer(AppendTicket ticket, AppendResult result) {
    add(new Effect.Answer(ticket, result));
  }

  /// Takes the next; null when there is none.
  public @Nullable Effect poll() {
    return effects.poll();
  }
}
