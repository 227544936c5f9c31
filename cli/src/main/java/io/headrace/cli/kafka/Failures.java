package io.headrace.cli.kafka;

import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Refusals;
import io.headrace.protocol.ErrorCode;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;

/// What the client throws, in the words of a command.
final class Failures {

  private Failures() {}

  /// @param what the request in words that follow "cannot", such as `create topic orders`
  static Failure of(Throwable cause, String what, String bootstrap) {
    String message = cause.getMessage();
    String said = message == null || message.isBlank() ? cause.toString() : message;
    return Refusals.of(error(cause), said, what, bootstrap, cause);
  }

  private static ErrorCode error(Throwable cause) {
    return switch (cause) {
      case TimeoutException _ -> ErrorCode.REQUEST_TIMED_OUT;
      case AuthenticationException _ -> ErrorCode.SASL_AUTHENTICATION_FAILED;
      default -> {
        ErrorCode known = ErrorCode.ofCode(Errors.forException(cause).code());
        boolean denied =
            known == ErrorCode.UNKNOWN_SERVER_ERROR && cause instanceof AuthorizationException;
        yield denied ? ErrorCode.CLUSTER_AUTHORIZATION_FAILED : known;
      }
    };
  }
}
