package io.headrace.bench.scenario;

import io.headrace.bench.server.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// One thing to measure of a broker.
public interface Scenario {

  /// What `--scenario` calls it.
  String name();

  /// Says what it measures.
  String sentence();

  /// Which settings of the peer it is measured against.
  default Peers peers() {
    return Peers.DEFAULTS;
  }

  /// How many nodes it takes.
  default int nodes() {
    return 1;
  }

  /// How long a process of the broker may live besides a warm-up and what is counted: ample for a
  /// start, and for answers that are late.
  default Duration besides() {
    return Duration.ofMinutes(4);
  }

  /// About how long [#measure] takes.
  default Duration lasts(Timing timing) {
    return timing.both();
  }

  /// Measures a broker that has acknowledged a record since it was started; warms it up first where
  /// that belongs to the question. Nobody else uses its topic meanwhile.
  ///
  /// @param timing of what lasts as long as one likes
  /// @return the same metrics in the same order each time
  List<Figure> measure(RunningBroker broker, Timing timing)
      throws IOException, InterruptedException;

  /// The settings of Apache Kafka that a scenario asks for.
  enum Peers {
    /// With its defaults only: the setting makes no difference here, or it could not keep up.
    DEFAULTS,
    /// Also with a flush per message.
    DEFAULTS_AND_FLUSH
  }
}
