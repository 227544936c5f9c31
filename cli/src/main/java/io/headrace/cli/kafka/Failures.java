package io.headrace.cli.kafka;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// What the client throws, in the words of a command.
final class Failures {

  private Failures() {}

  /// @param what the request in words that follow "cannot", such as `create topic orders`
  static Failure of(Throwable cause, String what, String bootstrap) {
    return new Failure(exit(cause), "cannot " + what, why(cause, bootstrap), next(cause), cause);
  }

  private static Exit exit(Throwable cause) {
    return switch (cause) {
      case UnknownTopicOrPartitionException _ -> Exit.NOT_FOUND;
      case GroupIdNotFoundException _ -> Exit.NOT_FOUND;
      case AuthorizationException _ -> Exit.DENIED;
      case AuthenticationException _ -> Exit.DENIED;
      case TimeoutException _ -> Exit.TIMED_OUT;
      default -> Exit.FAILED;
    };
  }

  private static String why(Throwable cause, String bootstrap) {
    String message = cause.getMessage();
    String said = message == null || message.isBlank() ? cause.toString() : message;
    return switch (cause) {
      case UnknownTopicOrPartitionException _ -> bootstrap + " has no such topic or partition";
      case TimeoutException _ -> bootstrap + " did not answer in time (" + said + ")";
      default -> bootstrap + " says: " + said;
    };
  }

  private static String next(Throwable cause) {
    return switch (cause) {
      case UnknownTopicOrPartitionException _ -> "headrace topic list";
      case GroupIdNotFoundException _ -> "headrace group list";
      case GroupNotEmptyException _ -> "stop the consumers of the group, then repeat";
      case UnknownMemberIdException _ -> "stop the consumers of the group, then repeat";
      case TopicExistsException _ -> "headrace topic list";
      case InvalidReplicationFactorException _ ->
          "headrace status, to see how many nodes there are";
      case RecordTooLargeException _ ->
          "headrace topic config TOPIC max.message.bytes=BYTES, to allow larger records";
      case AuthorizationException _ -> "--client-config FILE with a user who may do this";
      case AuthenticationException _ -> "--client-config FILE with the right user and password";
      case TimeoutException _ -> "headrace status, or a longer --timeout";
      case UnsupportedVersionException _ -> "a newer cluster, or an older way to say it";
      // Last, because the client derives several of the others from it.
      case InvalidConfigurationException _ -> "headrace config explain KEY";
      default -> "the same command with --verbose, for what lies behind it";
    };
  }
}
