package io.headrace.quorum;

import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// The door for requests of other nodes and of operators to the quorum.
///
/// Runs on: the reactor, and so does every answer. It comes in this call or later or, when the node
/// stops meanwhile, not at all.
public interface QuorumRequests {

  /// Lets the consensus engine answer Vote, BeginQuorumEpoch, EndQuorumEpoch, Fetch of the metadata
  /// log, FetchSnapshot, DescribeQuorum, AddRaftVoter, RemoveRaftVoter, or UpdateRaftVoter. What an
  /// answer promises is durable by then.
  void serve(short version, ApiMessage request, Consumer<ApiMessage> answer);

  /// Says who the voters are and which of them leads.
  void describe(Consumer<QuorumView> answer);
}
