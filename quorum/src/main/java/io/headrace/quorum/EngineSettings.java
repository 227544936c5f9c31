package io.headrace.quorum;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.raft.QuorumConfig;

/// How patient the engine is, and whether it wants to become a voter.
final class EngineSettings extends QuorumConfig {

  /// After this long without word from the leader a follower stands for election. A leader whose
  /// process is gone is not waited for ([Courier]); this is for one that is silent, and a busy
  /// machine keeps a process silent for some tenths of a second.
  private static final int FETCH_TIMEOUT_MS = 1_000;

  private static final int ELECTION_BACKOFF_MAX_MS = 50;

  /// How long a candidate waits for votes, or twice as long: who votes writes that down twice.
  private static final int ELECTION_TIMEOUT_MS = 150;

  /// A leader that restarts waits this long, or twice, before it stands again. Alone in its quorum
  /// it waits for nobody.
  private static final int ELECTION_TIMEOUT_ALONE_MS = 10;

  private final VoterEntry entry;

  private EngineSettings(Map<String, Object> values, VoterEntry entry) {
    super(new AbstractConfig(CONFIG_DEF, values, false));
    this.entry = entry;
  }

  /// @param servers others of the quorum; empty for a node that is alone
  static EngineSettings of(List<InetSocketAddress> servers, VoterEntry entry) {
    var values = new TreeMap<String, Object>();
    values.put(QUORUM_FETCH_TIMEOUT_MS_CONFIG, FETCH_TIMEOUT_MS);
    values.put(
        QUORUM_ELECTION_TIMEOUT_MS_CONFIG,
        servers.isEmpty() ? ELECTION_TIMEOUT_ALONE_MS : ELECTION_TIMEOUT_MS);
    values.put(QUORUM_ELECTION_BACKOFF_MAX_MS_CONFIG, ELECTION_BACKOFF_MAX_MS);
    values.put(QUORUM_LINGER_MS_CONFIG, 0);
    return new EngineSettings(values, entry);
  }

  /// The engine asks this whenever it follows without being a voter.
  @Override
  public boolean autoJoin() {
    return entry.isTime();
  }
}
