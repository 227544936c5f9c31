package io.headrace.replication.leader;

/// Who waits for the outcome of an append. The leader only carries it; the outcome is handed over
/// once the step that decided it is done.
public interface AppendTicket {

  /// Called once, on the reactor, perhaps inside the call that appended.
  void onResult(AppendResult result);
}
