package io.headrace.cli.wire;

import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// What a cluster answers when it does not do what it was asked, in the words of a command.
public final class Refusals {

  private Refusals() {}

  /// @param said the cluster's own words, if it had any
  /// @param what the request in words that follow "cannot", such as `create topic orders`
  public static Failure of(ErrorCode error, @Nullable String said, String what, String bootstrap) {
    return of(error, said, what, bootstrap, null);
  }

  /// The same, with what `--verbose` shows.
  public static Failure of(
      ErrorCode error,
      @Nullable String said,
      String what,
      String bootstrap,
      @Nullable Throwable cause) {
    String words = said == null || said.isBlank() ? error.message() : said;
    return new Failure(
        exit(error), "cannot " + what, why(error, words, bootstrap), next(error), cause);
  }

  /// The connection broke, or no answer came in time.
  public static Failure lost(IOException cause, String what, String bootstrap) {
    if (cause instanceof SocketTimeoutException) {
      return of(ErrorCode.REQUEST_TIMED_OUT, "no answer", what, bootstrap, cause);
    }
    return new Failure(
        Exit.FAILED,
        "cannot " + what,
        "the connection to " + bootstrap + " failed: " + cause.getMessage(),
        "headrace status",
        cause);
  }

  /// Comes back if the answer says that all went well.
  public static void require(short code, @Nullable String said, String what, String bootstrap) {
    if (code != ErrorCode.NONE.code()) {
      throw of(ErrorCode.ofCode(code), said, what, bootstrap);
    }
  }

  private static Exit exit(ErrorCode error) {
    return switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, GROUP_ID_NOT_FOUND -> Exit.NOT_FOUND;
      case TOPIC_AUTHORIZATION_FAILED,
          GROUP_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
          DELEGATION_TOKEN_AUTHORIZATION_FAILED,
          SASL_AUTHENTICATION_FAILED ->
          Exit.DENIED;
      case REQUEST_TIMED_OUT -> Exit.TIMED_OUT;
      default -> Exit.FAILED;
    };
  }

  private static String why(ErrorCode error, String said, String bootstrap) {
    return switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID ->
          bootstrap + " has no such topic or partition";
      case REQUEST_TIMED_OUT -> bootstrap + " did not answer in time (" + said + ")";
      default -> bootstrap + " says: " + said;
    };
  }

  private static String next(ErrorCode error) {
    return switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, TOPIC_ALREADY_EXISTS ->
          "headrace topic list";
      case GROUP_ID_NOT_FOUND -> "headrace group list";
      case NON_EMPTY_GROUP, UNKNOWN_MEMBER_ID -> "stop the consumers of the group, then repeat";
      case INVALID_REPLICATION_FACTOR -> "headrace status, to see how many nodes there are";
      case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE ->
          "headrace topic config TOPIC max.message.bytes=BYTES, to allow larger records";
      case TOPIC_AUTHORIZATION_FAILED,
          GROUP_AUTHORIZATION_FAILED,
          CLUSTER_AUTHORIZATION_FAILED,
          TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
          DELEGATION_TOKEN_AUTHORIZATION_FAILED ->
          "--client-config FILE with a user who may do this";
      case SASL_AUTHENTICATION_FAILED -> "--client-config FILE with the right user and password";
      case REQUEST_TIMED_OUT -> "headrace status, or a longer --timeout";
      case UNSUPPORTED_VERSION -> "a newer cluster, or an older way to say it";
      case INVALID_CONFIG -> "headrace config explain KEY";
      default -> "the same command with --verbose, for what lies behind it";
    };
  }
}
