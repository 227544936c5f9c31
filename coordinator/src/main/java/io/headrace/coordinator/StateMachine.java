package io.headrace.coordinator;

/// A coordinator's state, as far as it lasts: the newest record of each key.
public interface StateMachine<R> {

  /// Takes a record into the state. Nothing else changes what lasts.
  void replay(R record);

  /// The record that would bring back what `record`, about to be replayed, will replace.
  R inverseOf(R record);

  /// A record turned out not to be in the log. The state is what it was before it; `inverse` is the
  /// record that made it so. Whatever was built on the lost one must go as well.
  void onTakenBack(R inverse);

  /// The whole log has been replayed; from here on there are decisions.
  void onLoaded();
}
