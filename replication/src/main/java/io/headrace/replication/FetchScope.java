package io.headrace.replication;

import io.headrace.replication.ReadablePartition.Watcher;
import java.util.List;

/// The partitions that a fetch looks at, each time it looks, and who tells it to look again.
///
/// Runs on: the reactor.
public interface FetchScope {

  /// What to look at now, in the order to read it.
  List<Wanted> look();

  /// What the last look found was too little to answer with; the slices are released.
  void foundTooLittle(List<Fetched> found);

  /// Whether any of the partitions, looked at or not, is here.
  boolean anyHere();

  /// The watcher hears from now on when another look may find more.
  void watch(Watcher watcher);

  void unwatch(Watcher watcher);

  /// All of these, each time.
  record Listed(List<Wanted> look) implements FetchScope {

    public Listed {
      look = List.copyOf(look);
    }

    @Override
    public void foundTooLittle(List<Fetched> found) {}

    @Override
    public boolean anyHere() {
      for (int i = 0; i < look.size(); i++) {
        if (look.get(i).partition() != null) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void watch(Watcher watcher) {
      for (Wanted each : look) {
        if (each.partition() != null) {
          each.partition().watch(watcher);
        }
      }
    }

    @Override
    public void unwatch(Watcher watcher) {
      for (Wanted each : look) {
        if (each.partition() != null) {
          each.partition().unwatch(watcher);
        }
      }
    }
  }
}
