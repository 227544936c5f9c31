package io.headrace.network;

/// A connection as what reads its socket sees it.
interface Reading {

  /// Where its bytes go.
  FrameReader reader();

  /// Whether more is wanted in this turn.
  boolean isReading();
}
