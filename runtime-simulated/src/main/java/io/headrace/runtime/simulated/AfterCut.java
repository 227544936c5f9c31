package io.headrace.runtime.simulated;

/// What becomes of what was sent into a direction that was cut, once that is mended.
public enum AfterCut {

  /// It arrives within a moment.
  SOON,

  /// It is sent again after as long as it was not acknowledged, as TCP does.
  LATE,

  /// It never arrives, nor does anything that follows it on the connection: somebody on the way
  /// forgot the connection, and tells nobody.
  NEVER
}
