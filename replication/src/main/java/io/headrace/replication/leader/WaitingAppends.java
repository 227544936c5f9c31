package io.headrace.replication.leader;

import java.util.ArrayDeque;
import java.util.Iterator;

/// Appends that wait to be answered, in the order in which they came. Small: most partitions are
/// idle.
final class WaitingAppends {

  private final ArrayDeque<Waiting> queue = new ArrayDeque<>(1);

  /// @param endOffset the offset after the append's last record
  record Waiting(long endOffset, AppendTicket ticket, AppendResult.Stored result) {}

  void add(Waiting waiting) {
    queue.add(waiting);
  }

  /// Those that ended at this offset or before it are stored.
  void answerBelow(long end, Effects effects) {
    for (Waiting first = queue.peek();
        first != null && first.endOffset() <= end;
        first = queue.peek()) {
      queue.remove();
      effects.answer(first.ticket(), first.result());
    }
  }

  /// Those that ended behind this offset wait there from now on.
  void moveAbove(long validEnd, WaitingAppends to) {
    for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
      Waiting waiting = each.next();
      if (waiting.endOffset() > validEnd) {
        each.remove();
        to.add(waiting);
      }
    }
  }

  /// Nobody knows when these will be committed: who is patient hears of it and waits on, everyone
  /// else is refused.
  void delay(AppendResult.Refused why, Effects effects) {
    for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
      AppendTicket ticket = each.next().ticket();
      if (ticket.isPatient()) {
        effects.add(new Effect.Delay(ticket, why));
      } else {
        each.remove();
        effects.answer(ticket, why);
      }
    }
  }

  /// Those that ended behind this offset will not be.
  void refuseAbove(long validEnd, AppendResult refusal, Effects effects) {
    for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
      Waiting waiting = each.next();
      if (waiting.endOffset() > validEnd) {
        each.remove();
        effects.answer(waiting.ticket(), refusal);
      }
    }
  }
}
