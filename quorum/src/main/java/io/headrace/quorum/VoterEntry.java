package io.headrace.quorum;

import io.headrace.quorum.QuorumPlace.Joining;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AddRaftVoterRequestData;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.RemoveRaftVoterRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/// Who becomes a voter without an operator's command: the first three nodes, and one that comes
/// back with an empty disk in the place of what it was.
///
/// A node that follows without being a voter asks the leader to be made one. The engine first lets
/// it remove the voter that has its id and another directory. The leader decides; a node that it
/// refuses asks again after a minute.
///
/// Runs on: the metadata log's sync lane.
final class VoterEntry {

  /// So many become voters by themselves; more are made by command.
  private static final int VOTERS = 3;

  private static final long ASK_AGAIN_MS = 60_000;
  private static final int MAX_REMOVED = 16;

  private final Time time;
  private final boolean asks;
  private long notBeforeMs;

  /// Which directory a node had when it was removed, for the last few.
  private final Map<Integer, Uuid> removed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Uuid> eldest) {
          return size() > MAX_REMOVED;
        }
      };

  VoterEntry(Time time, Joining joining) {
    this.time = time;
    this.asks = joining == Joining.WHILE_FEW;
  }

  /// Whether this node may ask.
  boolean isTime() {
    return asks && time.milliseconds() >= notBeforeMs;
  }

  /// Looks at an answer to this node.
  void onAnswer(@Nullable ApiMessage answer) {
    if (answer instanceof AddRaftVoterResponseData it
        && it.errorCode() == Errors.POLICY_VIOLATION.code()) {
      notBeforeMs = time.milliseconds() + ASK_AGAIN_MS;
    }
  }

  /// Looks at a request to this node, as the leader; null if the engine is to have it.
  ///
  /// @param voterCount 0 if this node does not lead
  @Nullable ApiMessage refusalOf(ApiMessage request, int voterCount) {
    if (request instanceof RemoveRaftVoterRequestData it) {
      removed.put(it.voterId(), it.voterDirectoryId());
    }
    if (request instanceof AddRaftVoterRequestData it
        && it.listeners().stream().anyMatch(each -> each.name().trim().isEmpty())) {
      return new AddRaftVoterResponseData()
          .setErrorCode(Errors.INVALID_REQUEST.code())
          .setErrorMessage("A listener of the voter has no name.");
    }
    boolean refused =
        request instanceof AddRaftVoterRequestData it
            && !it.ackWhenCommitted()
            && voterCount >= VOTERS
            && !isReplacement(it);
    return refused
        ? new AddRaftVoterResponseData()
            .setErrorCode(Errors.POLICY_VIOLATION.code())
            .setErrorMessage("There are " + voterCount + " voters; more are added by command only.")
        : null;
  }

  private boolean isReplacement(AddRaftVoterRequestData request) {
    Uuid before = removed.get(request.voterId());
    return before != null && !before.equals(request.voterDirectoryId());
  }
}
