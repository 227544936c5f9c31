package io.headrace.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

final class WireFormatTest {

  /// When this fails, the engine has learnt a newer version: it must not speak it to nodes that are
  /// still of an older release, so that a new level of `headrace.version` is due
  /// (docs/decisions/0016).
  @Test
  void theEngineSpeaksTheVersionsOfTheFirstLevel() {
    assertThat(
            List.of(
                ApiKeys.VOTE,
                ApiKeys.BEGIN_QUORUM_EPOCH,
                ApiKeys.END_QUORUM_EPOCH,
                ApiKeys.FETCH,
                ApiKeys.FETCH_SNAPSHOT,
                ApiKeys.ADD_RAFT_VOTER,
                ApiKeys.REMOVE_RAFT_VOTER,
                ApiKeys.UPDATE_RAFT_VOTER,
                ApiKeys.API_VERSIONS,
                ApiKeys.DESCRIBE_CLUSTER))
        .allSatisfy(api -> assertThat(WireFormat.version(api)).isEqualTo(api.latestVersion(false)));
  }
}
