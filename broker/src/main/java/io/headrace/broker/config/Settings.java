package io.headrace.broker.config;

import io.headrace.metadata.config.ConfigKey;
import io.headrace.metadata.config.ConfigKey.Synonym;
import io.headrace.metadata.config.KafkaSettings;
import io.headrace.metadata.config.TopicConfigKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a file and a command line set, checked.
///
/// A name is one of the documented settings, perhaps of one listener ([ListenerSetting]), or the
/// broker-wide default of a topic config, or one of Kafka's that means nothing here (a line says
/// so; its value has to be one that Kafka takes), or somebody else's, such as a plug-in's (a line
/// says so), unless it looks like a mistake. What asks for protection that is not there yet is
/// refused rather than ignored.
///
/// @param set by name, as written; only what was set
/// @param notices lines for the log
public record Settings(Map<String, String> set, List<String> notices) {

  private static final List<String> PREFIXES_OF_KAFKA = List.of("zookeeper.");

  /// Older names of settings that have a newer one.
  private static final Map<String, String> ALIASES =
      Map.of("log.dir", "log.dirs", "broker.id", "node.id");

  private static final Map<String, String> REFUSED =
      Map.of(
          "authorizer.class.name", "there is no authorization yet, and ignoring it would be open");

  public Settings {
    set = Collections.unmodifiableMap(new TreeMap<>(set));
    notices = List.copyOf(notices);
  }

  /// @param given by name, a later source having replaced an earlier one already
  public static Settings of(Map<String, String> given) throws BadConfigException {
    var set = new TreeMap<String, String>();
    var meaningless = new ArrayList<String>();
    var unknown = new ArrayList<String>();
    for (Map.Entry<String, String> each : new TreeMap<>(given).entrySet()) {
      String name = each.getKey();
      String value = each.getValue().strip();
      if (REFUSED.containsKey(name)) {
        throw new BadConfigException("%s: %s".formatted(name, REFUSED.get(name)));
      }
      String newer = ALIASES.get(name);
      if (newer != null && given.containsKey(newer)) {
        continue;
      }
      String known = newer == null ? name : newer;
      ListenerSetting ofListener = ListenerSetting.of(name);
      if (ofListener != null) {
        if (isOfListener(ofListener, name, value)) {
          set.put(name, value);
        } else {
          (ofListener.isKnown() ? meaningless : unknown).add(name);
        }
        continue;
      }
      if (isServed(known)) {
        String complaint = complaintAbout(known, value);
        if (complaint != null) {
          throw new BadConfigException("%s=%s: %s".formatted(name, value, complaint));
        }
        set.put(known, value);
        continue;
      }
      if (!isKafkas(name)) {
        requireNoMistake(name);
        unknown.add(name);
        continue;
      }
      String complaint = isFilledIn(value) ? null : KafkaSettings.complaintAbout(name, value);
      if (complaint != null) {
        throw new BadConfigException(complaint);
      }
      meaningless.add(name);
    }
    return new Settings(set, noticesOf(meaningless, unknown));
  }

  /// Whether it means something here.
  private static boolean isOfListener(ListenerSetting setting, String name, String value)
      throws BadConfigException {
    if (!setting.isKnown()) {
      requireNoMistake(setting.setting());
    }
    boolean served = setting.setting().equals(ListenerSetting.MAX_CONNECTIONS);
    String complaint = !served && isFilledIn(value) ? null : setting.complaintAbout(value);
    if (complaint != null) {
      throw new BadConfigException("%s=%s: %s".formatted(name, value, complaint));
    }
    return served;
  }

  /// The most connections of one listener; as many as there may be in all, unless it was set.
  public int maxConnections(String listener) {
    String name =
        ListenerSetting.PREFIX
            + listener.toLowerCase(Locale.ROOT)
            + "."
            + ListenerSetting.MAX_CONNECTIONS;
    String value = set.get(name);
    return value == null ? Integer.MAX_VALUE : Integer.parseInt(value);
  }

  private static List<String> noticesOf(List<String> meaningless, List<String> unknown) {
    var notices = new ArrayList<String>();
    if (!meaningless.isEmpty()) {
      notices.add("settings that mean nothing here: " + String.join(", ", meaningless));
    }
    if (!unknown.isEmpty()) {
      notices.add("settings that neither Kafka nor Headrace has: " + String.join(", ", unknown));
    }
    return notices;
  }

  /// The value in effect of a documented setting.
  public String value(String name) {
    String value = set.get(name);
    if (value != null) {
      return value;
    }
    Setting setting = SettingTable.find(name);
    if (setting == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return setting.defaultValue();
  }

  int intValue(String name) {
    return Integer.parseInt(value(name));
  }

  long longValue(String name) {
    return Long.parseLong(value(name));
  }

  boolean isTrue(String name) {
    return Boolean.parseBoolean(value(name));
  }

  private static boolean isServed(String name) {
    return SettingTable.find(name) != null || topicDefault(name) != null;
  }

  private static @Nullable String complaintAbout(String name, String value) {
    Setting setting = SettingTable.find(name);
    if (setting != null) {
      return setting.complaintAbout(value);
    }
    ConfigKey key = topicDefault(name);
    if (key == null) {
      return null;
    }
    for (Synonym synonym : key.synonyms()) {
      if (synonym.name().equals(name)) {
        try {
          return key.complaintAbout(synonym.converted(value));
        } catch (NumberFormatException | ArithmeticException e) {
          return "must be a whole number";
        }
      }
    }
    return null;
  }

  /// The topic config whose broker-wide default has this name.
  private static @Nullable ConfigKey topicDefault(String name) {
    for (ConfigKey key : TopicConfigKeys.KEYS.all()) {
      if (key.synonyms().stream().anyMatch(synonym -> synonym.name().equals(name))) {
        return key;
      }
    }
    return null;
  }

  private static boolean isKafkas(String name) {
    return KafkaSettings.names().contains(name)
        || PREFIXES_OF_KAFKA.stream().anyMatch(name::startsWith);
  }

  /// Whether a `config.providers` of Kafka would say what the value is.
  private static boolean isFilledIn(String value) {
    return value.contains("${");
  }

  private static void requireNoMistake(String name) throws BadConfigException {
    var all = new TreeSet<>(KafkaSettings.names());
    all.addAll(SettingTable.BY_NAME.keySet());
    String nearest = Spelling.nearest(name, all);
    if (name.startsWith("headrace.") || Spelling.looksMisspelled(name, nearest)) {
      throw new BadConfigException(
          "there is no setting %s; did you mean %s?".formatted(name, nearest));
    }
  }
}
