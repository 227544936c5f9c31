package io.headrace.metadata.config;

import org.jspecify.annotations.Nullable;

/// How far a group's config may go, beyond what its own check says: Kafka's brokers have settings
/// for it, and these are their defaults.
///
/// @param leastName the setting that gives `least`; null if there is none
/// @param mostName the setting that gives `most`
record GroupConfigLimit(@Nullable String leastName, int least, String mostName, int most) {

  /// @param kind of group: consumer, share, streams
  /// @param name of the config without the kind
  static GroupConfigLimit between(String kind, String name, int least, int most) {
    String prefix = "group." + kind;
    return new GroupConfigLimit(prefix + ".min." + name, least, prefix + ".max." + name, most);
  }

  static GroupConfigLimit atMost(String mostName, int most) {
    return new GroupConfigLimit(null, Integer.MIN_VALUE, mostName, most);
  }

  /// Null if `value` will do, else the error that Kafka tells.
  @Nullable String complaintAbout(String key, int value) {
    if (value < least) {
      return key + " must be greater than or equal to " + leastName;
    }
    return value > most ? key + " must be less than or equal to " + mostName : null;
  }
}
