package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.simulator.workload.CommittedOffsetsWorkload;
import io.headrace.simulator.workload.CompactedWorkload;
import io.headrace.simulator.workload.DeletedRecordsWorkload;
import io.headrace.simulator.workload.ExpiringWorkload;
import io.headrace.simulator.workload.GroupWorkload;
import io.headrace.simulator.workload.PlainWorkload;
import io.headrace.simulator.workload.RecreatedWorkload;
import io.headrace.simulator.workload.Stage;
import io.headrace.simulator.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/// Chooses what a run plays. Not everything each time: a run that does less of more kinds finds
/// less than many that do more of fewer (swarm testing, Groce and others 2012).
final class Repertoire {
  private Repertoire() {}

  static List<Workload> chosenBy(SimulatedRandom random, Stage stage) {
    List<Workload> chosen = new ArrayList<>();
    chosen.add(new PlainWorkload(stage, "plain"));
    if (random.oneIn(3)) {
      chosen.add(new CompactedWorkload(stage, "compacted"));
    }
    if (random.oneIn(3)) {
      chosen.add(new DeletedRecordsWorkload(stage, "deleted-from"));
    }
    if (random.oneIn(3)) {
      chosen.add(new ExpiringWorkload(stage, "expiring"));
    }
    if (random.oneIn(3)) {
      chosen.add(new RecreatedWorkload(stage, "recreated"));
    }
    if (random.oneIn(2)) {
      chosen.add(new CommittedOffsetsWorkload(stage, "committed"));
    }
    if (random.oneIn(3)) {
      chosen.add(new GroupWorkload(stage, "grouped"));
    }
    return chosen;
  }
}
