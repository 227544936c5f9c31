package io.headrace.simulator;

import io.headrace.runtime.SyncLane;
import io.headrace.runtime.simulated.SimulatedDisk;
import java.util.Map;
import java.util.TreeMap;

/// A bug planted into a run, to see whether the checker finds it. Each method stands for a place
/// where the code could be wrong, and does nothing unless overridden.
public interface Sabotage {

  /// No bug.
  Sabotage NONE = new Sabotage() {};

  /// The disk, once, before the first start.
  default void disk(SimulatedDisk disk) {}

  /// Group commit.
  default SyncLane lane(SyncLane lane) {
    return lane;
  }

  /// Recovery: called before every start but the first.
  default void beforeRestart(SimulatedDisk disk) {}

  /// What topics are made with.
  default Map<String, String> topicConfigs(Map<String, String> configs) {
    return configs;
  }

  /// The check of sequence numbers: without producer ids there is none.
  default boolean forgetsProducers() {
    return false;
  }

  /// A sabotage of topic configs.
  static Sabotage config(String key, String value) {
    return new Sabotage() {
      @Override
      public Map<String, String> topicConfigs(Map<String, String> configs) {
        Map<String, String> changed = new TreeMap<>(configs);
        changed.put(key, value);
        return changed;
      }
    };
  }
}
