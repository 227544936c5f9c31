package io.headrace.quorum.files;

import java.io.IOException;

/// Room that is kept back for a file that must be written although the disk is full.
@FunctionalInterface
public interface RoomToGive {

  /// Gives some room back to the disk; false if there is none left to give.
  boolean give() throws IOException;
}
