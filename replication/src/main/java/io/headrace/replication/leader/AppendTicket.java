package io.headrace.replication.leader;

/// Who waits for the outcome of an append. The leader only carries it; the outcome is handed over
/// once the step that decided it is done.
public interface AppendTicket {

  /// Called once, on the reactor, perhaps inside the call that appended.
  void onResult(AppendResult result);

  /// Whether the outcome is waited for however long it takes. A client is told of a delay, and that
  /// is its outcome; a coordinator has to know what became of its records.
  default boolean isPatient() {
    return false;
  }

  /// To a patient one, perhaps more than once: it is in the log and stays there, but cannot be
  /// committed for now. The outcome comes later.
  default void onDelayed(AppendResult.Refused why) {}
}
