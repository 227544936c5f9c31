package io.headrace.log.checkpoint;

import java.util.Optional;

/// What a start finds of the last checkpoint.
///
/// @param checkpoint nothing if no copy of it can be read
/// @param damage what is wrong, in one line; nothing if all is well
public record FoundCheckpoint(Optional<Checkpoint> checkpoint, Optional<String> damage) {

  static FoundCheckpoint sound(Checkpoint checkpoint) {
    return new FoundCheckpoint(Optional.of(checkpoint), Optional.empty());
  }

  static FoundCheckpoint repaired(Checkpoint checkpoint, String damage) {
    return new FoundCheckpoint(Optional.of(checkpoint), Optional.of(damage));
  }

  static FoundCheckpoint damaged(String damage) {
    return new FoundCheckpoint(Optional.empty(), Optional.of(damage));
  }
}
