package io.headrace.simulator.cluster;

import io.headrace.record.RecordBatch;
import io.headrace.runtime.simulated.SimulatedDisk;
import io.headrace.runtime.simulated.SimulatedRandom;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The batches in the segments of one disk that are sound, and committed: others have them too.
final class CommittedBatches {
  private static final String SEGMENT = ".log";

  /// The leader epoch of a batch is spared: no checksum speaks for it.
  private static final int SPARED_FROM = RecordBatch.PARTITION_LEADER_EPOCH_AT;

  private static final int SPARED_TO = RecordBatch.MAGIC_AT;

  private record Place(Path file, int position, int bytes) {}

  private final SimulatedDisk disk;
  private final List<Place> places = new ArrayList<>();

  private CommittedBatches(SimulatedDisk disk) {
    this.disk = disk;
  }

  /// @param ends where what is committed ends, by the name of the directory
  static CommittedBatches on(SimulatedDisk disk, Map<String, Long> ends) {
    var batches = new CommittedBatches(disk);
    disk.files()
        .filter(file -> file.toString().endsWith(SEGMENT) && file.getNameCount() > 1)
        .forEach(file -> {
          String directory = file.getName(file.getNameCount() - 2).toString();
          batches.find(file, ends.getOrDefault(directory, 0L));
        });
    return batches;
  }

  private void find(Path file, long committedEnd) {
    ByteBuffer content = disk.contentOf(file);
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

  boolean isEmpty() {
    return places.isEmpty();
  }

  /// Spoils one of them.
  void flipBitOfOne(SimulatedRandom random) {
    Place place = places.remove(random.nextInt(places.size()));
    int at = random.nextInt(place.bytes - (SPARED_TO - SPARED_FROM));
    int spared = at < SPARED_FROM ? at : at + SPARED_TO - SPARED_FROM;
    disk.flipBit(place.file, (place.position + spared) * 8L + random.nextInt(8));
  }
}
