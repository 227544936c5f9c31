package io.headrace.controller.topic;

import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a topic may be called.
public final class TopicName {
  private static final int MAX_LENGTH = 249;
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

  /// The metadata log's own name, which is no topic's.
  private static final String METADATA_LOG = "__cluster_metadata";

  private TopicName() {}

  /// Null if the name is legal, else why not, in Kafka's words.
  public static @Nullable Refusal refusalOf(String name) {
    String complaint = complaintAbout(name);
    return complaint == null
        ? null
        : new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, "Topic name is invalid: " + complaint);
  }

  private static @Nullable String complaintAbout(String name) {
    if (name.isEmpty()) {
      return "the empty string is not allowed";
    }
    if (name.equals(".") || name.equals("..")) {
      return "'" + name + "' is not allowed";
    }
    if (name.length() > MAX_LENGTH) {
      return "the length of '" + name + "' is longer than the max allowed length " + MAX_LENGTH;
    }
    if (!LEGAL.matcher(name).matches()) {
      return "'"
          + name
          + "' contains one or more characters other than ASCII alphanumerics, '.',"
          + " '_' and '-'";
    }
    return null;
  }

  /// Null if a topic of this legal name can be made in the cluster as it is.
  ///
  /// @param metrics of this cluster
  static @Nullable Refusal refusalIn(ClusterImage image, MetricsNames metrics, String name) {
    if (name.equals(METADATA_LOG)) {
      return new Refusal(
          ErrorCode.INVALID_REQUEST, "Creation of internal topic " + name + " is prohibited.");
    }
    if (image.topic(name) != null) {
      return new Refusal(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
    }
    String other = metrics.other(name);
    return other == null
        ? null
        : new Refusal(
            ErrorCode.INVALID_TOPIC_EXCEPTION,
            "Topic '" + name + "' collides with existing topic: " + other);
  }
}
