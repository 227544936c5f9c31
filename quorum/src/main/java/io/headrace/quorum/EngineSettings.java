package io.headrace.quorum;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.raft.QuorumConfig;

/// How patient the engine is, and whether it wants to become a voter.
final class EngineSettings extends QuorumConfig {

  /// After this long without word from the leader a follower stands for election.
  private static final int FETCH_TIMEOUT_MS = 400;

  private static final int ELECTION_BACKOFF_MAX_MS = 50;

  /// How long a candidate waits for votes, or twice as long.
  private static final int ELECTION_TIMEOUT_MS = 100;

  /// A leader that restarts waits this long, or twice, before it stands again. Alone in its quorum
  /// it waits for nobody.
  private static final int ELECTION_TIMEOUT_ALONE_MS = 10;

  private final Joining joining;

  private EngineSettings(Map<String, Object> values, Joining joining) {
    super(new AbstractConfig(CONFIG_DEF, values, false));
    this.joining = joining;
  }

  static EngineSettings of(QuorumPlace place, Joining joining) {
    var values = new TreeMap<String, Object>();
    values.put(QUORUM_FETCH_TIMEOUT_MS_CONFIG, FETCH_TIMEOUT_MS);
    values.put(
        QUORUM_ELECTION_TIMEOUT_MS_CONFIG,
        place.servers().isEmpty() ? ELECTION_TIMEOUT_ALONE_MS : ELECTION_TIMEOUT_MS);
    values.put(QUORUM_ELECTION_BACKOFF_MAX_MS_CONFIG, ELECTION_BACKOFF_MAX_MS);
    values.put(QUORUM_LINGER_MS_CONFIG, 0);
    return new EngineSettings(values, joining);
  }

  /// The engine asks this whenever it follows without being a voter.
  @Override
  public boolean autoJoin() {
    return joining.isTime();
  }
}
