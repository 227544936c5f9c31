package io.headrace.metadata.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All settings of a broker that Apache Kafka 4.3.1 has, as it tells them itself; most mean nothing
/// here. Nonsense is refused all the same: whoever sets it believes in it.
///
/// A line of the table says how the setting can be changed ([Change]), its type, its name, and what
/// it may be: `LEAST..MOST`, either of which may be missing, or words with bars between them.
public final class KafkaSettings {

  private static final String TABLE = "kafka-settings.txt";
  private static final SortedMap<String, Entry> BY_NAME = read();

  private KafkaSettings() {}

  /// How Kafka lets a setting be changed while brokers run.
  public enum Change {
    /// Only the file of a broker can.
    FIXED,
    /// For one listener of a broker, by a name that begins with that of the listener.
    LISTENER,
    /// For one broker.
    BROKER,
    /// For one broker, or for all.
    ALL
  }

  private record Entry(Change change, ConfigKey key) {}

  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /// Null if Kafka has no setting of this name.
  public static @Nullable Change change(String name) {
    Entry entry = BY_NAME.get(name);
    return entry == null ? null : entry.change();
  }

  /// Null if Kafka has no setting of this name.
  public static @Nullable ConfigKey key(String name) {
    Entry entry = BY_NAME.get(name);
    return entry == null ? null : entry.key();
  }

  /// What is wrong with a value, in Kafka's words; null if nothing is, or if Kafka has no setting
  /// of this name.
  public static @Nullable String complaintAbout(String name, String value) {
    Entry entry = BY_NAME.get(name);
    return entry == null ? null : entry.key().complaintAbout(value);
  }

  private static SortedMap<String, Entry> read() {
    try (InputStream in = KafkaSettings.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is not on the class path");
      }
      var entries = new TreeMap<String, Entry>();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(KafkaSettings::entry)
          .forEach(entry -> entries.put(entry.key().name(), entry));
      return Collections.unmodifiableSortedMap(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    String[] words = line.split(" ", 4);
    ConfigType type = ConfigType.valueOf(words[1]);
    ValueCheck check = words.length < 4 ? ValueCheck.any() : check(type, words[3]);
    return new Entry(
        Change.valueOf(words[0].toUpperCase(Locale.ROOT)),
        new ConfigKey(words[2], type, null, check, List.of(), false, "Without effect."));
  }

  private static ValueCheck check(ConfigType type, String said) {
    int dots = said.indexOf("..");
    if (dots < 0) {
      String[] words = said.split("\\|", -1);
      return type == ConfigType.LIST ? ValueCheck.listOf(words) : ValueCheck.oneOf(words);
    }
    String least = said.substring(0, dots);
    String most = said.substring(dots + 2);
    return ValueCheck.between(
        least.isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(least),
        most.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(most));
  }
}
