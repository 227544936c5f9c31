package io.headrace.replication.leader;

import io.headrace.protocol.ErrorCode;
import java.util.List;

/// The way to the controller for changes of in-sync sets (AlterPartition).
///
/// Runs on: the reactor.
public interface InSyncProposals {

  /// Nobody is asked: for nodes without a cluster.
  InSyncProposals NONE = (proposal, done) -> done.onDone(new Outcome.Lost());

  /// Sends a proposal; `done` hears exactly once what became of it, never within this call or
  /// within it.
  void propose(InSyncProposal proposal, Done done);

  /// Hears what became of a proposal.
  interface Done {
    void onDone(Outcome outcome);
  }

  /// What became of a proposal.
  sealed interface Outcome {

    /// It holds, from this partition epoch on.
    record Accepted(int leaderEpoch, int partitionEpoch, List<Integer> inSync) implements Outcome {
      public Accepted {
        inSync = List.copyOf(inSync);
      }
    }

    /// It was refused, this time.
    record Refused(ErrorCode error) implements Outcome {}

    /// Nobody knows.
    record Lost() implements Outcome {}
  }
}
