package io.headrace.controller.decision;

import io.headrace.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// A request, or one item of it, is refused.
///
/// @param message for the user; null where the error says enough
public record Refusal(ErrorCode error, @Nullable String message) {

  /// The request is none of several that ask for different things of one name.
  public static Refusal duplicate(String what) {
    return new Refusal(ErrorCode.INVALID_REQUEST, "Duplicate " + what + ".");
  }

  /// This node does not decide now; the client finds the one that does.
  public static Refusal notController() {
    return new Refusal(ErrorCode.NOT_CONTROLLER, "No controller is known here at the moment.");
  }

  /// Nothing is known of the outcome: it may still be decided.
  public static Refusal timedOut() {
    return new Refusal(ErrorCode.REQUEST_TIMED_OUT, "Not decided within the time given.");
  }

  /// Too much is waiting for the metadata log already.
  public static Refusal overloaded() {
    return new Refusal(ErrorCode.THROTTLING_QUOTA_EXCEEDED, "Too many changes are under way.");
  }
}
