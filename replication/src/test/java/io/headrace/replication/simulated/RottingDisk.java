package io.headrace.replication.simulated;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The disk of one replica that flips a bit of a committed batch now and then while its machine is
/// down. The epoch of a batch is spared: no checksum speaks for it.
final class RottingDisk {

  private static final int EPOCH_AT = 12;
  private static final int EPOCH_BYTES = 4;

  private final SimulatedReplica replica;
  private final SimulatedRandom random;
  private int flippedBits;

  private record Place(Path file, int position, int bytes) {}

  private RottingDisk(SimulatedReplica replica, SimulatedRandom random) {
    this.replica = replica;
    this.random = random;
    replica.rots = true;
  }

  /// Null in a world without rot.
  static @Nullable RottingDisk of(History kind, SimulatedReplica replica, SimulatedRandom random) {
    return switch (kind) {
      case SOUND, WITH_MOVES -> null;
      case WITH_ROT -> new RottingDisk(replica, random);
    };
  }

  int flippedBits() {
    return flippedBits;
  }

  void beforeStartOf(SimulatedReplica starting, long committedEnd) {
    if (starting != replica || random.oneIn(3)) {
      return;
    }
    SimulatedDisk disk = replica.machine.disk();
    List<Place> places = new ArrayList<>();
    disk.files()
        .filter(file -> file.toString().endsWith(".log"))
        .forEach(file -> find(file, disk.contentOf(file), committedEnd, places));
    for (int i = random.nextInt(3); i >= 0 && !places.isEmpty(); i--) {
      Place place = places.remove(random.nextInt(places.size()));
      int at = random.nextInt(place.bytes - EPOCH_BYTES);
      int spared = at < EPOCH_AT ? at : at + EPOCH_BYTES;
      disk.flipBit(place.file, (place.position + spared) * 8L + random.nextInt(8));
      flippedBits++;
    }
  }

  private static void find(Path file, ByteBuffer content, long committedEnd, List<Place> places) {
    int at = 0;
    for (int size = RecordBatch.sizeAt(content, at); size > 0; ) {
      RecordBatch batch = RecordBatch.at(content, at);
      if (batch.nextOffset() <= committedEnd && batch.crcMatches()) {
        places.add(new Place(file, at, size));
      }
      at += size;
      size = RecordBatch.sizeAt(content, at);
    }
  }
}
