package io.headrace.simulator;

import io.headrace.broker.NodePorts.MetadataLogs;
import io.headrace.broker.NodePorts.OpenedMetadata;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.runtime.simulated.Life;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The metadata log of a run: decided records outlive every death, as a quorum elsewhere would keep
/// them. The engine's own durability is tested in the room `quorum`.
final class SimulatedMetadata {
  private static final String CLUSTER_ID = "simulated-cluster-0000";

  private final List<List<MetadataRecord>> decided = new ArrayList<>();
  private int epoch;

  /// The log as one process sees it.
  MetadataLogs openedBy(Life life) {
    return (nodeId, logDirs, ports, onFailure) ->
        OpenedMetadata.alone(CLUSTER_ID, new OfLife(life, nodeId));
  }

  private final class OfLife implements MetadataLog {
    private final Life life;
    private final int nodeId;
    private final int ownEpoch = ++epoch;
    private Listener listener = new Deaf();
    private int told;
    private final ArrayDeque<List<MetadataRecord>> undecided = new ArrayDeque<>();

    OfLife(Life life, int nodeId) {
      this.life = life;
      this.nodeId = nodeId;
    }

    @Override
    public void start(Listener newListener) {
      listener = newListener;
      life.reactor()
          .execute(() -> {
            tell();
            listener.onLeader(nodeId, ownEpoch);
          });
    }

    @Override
    public long append(int appendEpoch, List<MetadataRecord> records) {
      if (appendEpoch != ownEpoch) {
        throw new NotLeader("leads in epoch " + ownEpoch + ", not in " + appendEpoch);
      }
      undecided.add(List.copyOf(records));
      life.timers()
          .after(
              life.random().nextInt(5_000_000),
              () -> {
                decided.add(undecided.remove());
                tell();
              });
      return offsetAfter(decided.size()) + undecided.stream().mapToLong(List::size).sum();
    }

    private void tell() {
      while (told < decided.size()) {
        List<MetadataRecord> batch = decided.get(told++);
        listener.onCommitted(offsetAfter(told), batch);
      }
    }

    /// Nothing is ever forgotten here.
    @Override
    public void snapshot(long lastOffset, Iterable<MetadataRecord> records) {}

    @Override
    public void resign() {}

    @Override
    public void close() {
      listener = new Deaf();
    }
  }

  private long offsetAfter(int batches) {
    return decided.subList(0, batches).stream().mapToLong(List::size).sum() - 1;
  }

  /// Hears nothing: the log is not followed yet, or not any more.
  private static final class Deaf implements MetadataLog.Listener {
    @Override
    public void onCommitted(long lastOffset, List<MetadataRecord> records) {}

    @Override
    public void onSnapshot(long lastOffset, List<MetadataRecord> records) {}

    @Override
    public void onLeader(int leaderId, int epoch) {}
  }
}
