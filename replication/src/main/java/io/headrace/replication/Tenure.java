package io.headrace.replication;

/// Whether this broker leads what it believes to lead, as far as it can know without a word from
/// the controller.
public interface Tenure {

  /// For who is alone, or can be sure of it otherwise.
  Tenure CERTAIN = () -> true;

  /// False once the controller may have taken this broker for gone, and given away what it led.
  boolean isCertain();
}
