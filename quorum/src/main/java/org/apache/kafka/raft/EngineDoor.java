package org.apache.kafka.raft;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.feature.SupportedVersionRange;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.serialization.RecordSerde;
import org.jspecify.annotations.Nullable;

/// Makes engines with everything from outside: messages, files, memory, time, and chance.
public final class EngineDoor {
  /// How long the fetch of who may vote waits at the leader: well below the time after which he
  /// takes the leader for dead, and the leader himself for deposed.
  private static final int VOTERS_WAIT_MS = 150;

  /// The same of those who never vote. There may be hundreds, each of whom costs the leader a
  /// request whenever this is over; and all that one of them does when it is late is look for the
  /// leader.
  private static final int OBSERVERS_WAIT_MS = 500;

  /// Quorums whose voters can change (KIP-853).
  public static final SupportedVersionRange KRAFT_VERSIONS =
      new SupportedVersionRange((short) 0, (short) 1);

  /// The old form of the state of an election names the voters.
  private static final short WITH_VOTERS = 0;

  /// Hardly a node has a higher id.
  private static final int USUAL_IDS = 1_024;

  private EngineDoor() {}

  /// Who the engine is.
  ///
  /// @param directoryId of the directory its files are in
  /// @param endpoints where others reach it
  /// @param servers whom it asks for a leader; the engine wants at least one
  /// @param canBecomeVoter whether it ever votes
  public record Identity(
      int id,
      Uuid directoryId,
      String clusterId,
      Endpoints endpoints,
      List<InetSocketAddress> servers,
      boolean canBecomeVoter) {}

  /// What it sees of the world.
  public record Surroundings(
      NetworkChannel network,
      RaftMessageQueue messages,
      RaftLog log,
      MemoryPool memory,
      ExpirationService deadlines,
      Time time,
      Random random) {}

  public static <T> KafkaRaftClient<T> open(
      Identity node, Surroundings around, RecordSerde<T> serde, QuorumConfig config) {
    return new KafkaRaftClient<>(
        OptionalInt.of(node.id()),
        node.directoryId(),
        serde,
        around.network(),
        around.messages(),
        around.log(),
        around.memory(),
        around.time(),
        around.deadlines(),
        node.canBecomeVoter() ? VOTERS_WAIT_MS : OBSERVERS_WAIT_MS,
        node.canBecomeVoter(),
        node.clusterId(),
        node.servers(),
        node.endpoints(),
        KRAFT_VERSIONS,
        new LogContext("[metadata log " + node.id() + "] "),
        around.random(),
        config);
  }

  /// Lets a follower that lost the connection to its leader stand for election after `patienceMs`,
  /// unless it hears from the leader meanwhile. Returns whether it is one.
  public static boolean hurry(
      KafkaRaftClient<?> client, int leaderId, long nowMs, long patienceMs) {
    QuorumState quorum = client.quorum();
    if (!quorum.isFollower() || !quorum.isVoter()) {
      return false;
    }
    FollowerState follower = quorum.followerStateOrThrow();
    boolean isLeader = follower.leaderId() == leaderId;
    if (isLeader && follower.remainingFetchTimeMs(nowMs) > patienceMs) {
      follower.overrideFetchTimeout(nowMs, patienceMs);
    }
    return isLeader;
  }

  /// How many other voters have a smaller id, of those that follow the same leader as this engine.
  public static int rankAmongFollowers(KafkaRaftClient<?> client, ListenerName listener) {
    QuorumState quorum = client.quorum();
    if (!quorum.isFollower()) {
      return 0;
    }
    int leaderId = quorum.followerStateOrThrow().leaderId();
    return (int)
        voters(client, listener).stream()
            .filter(voter -> voter.id() != leaderId && voter.id() < quorum.localIdOrThrow())
            .count();
  }

  /// How many voters the quorum has that this engine leads; 0 if it does not lead.
  public static int voterCount(KafkaRaftClient<?> client) {
    return client.quorum().maybeLeaderState().map(state -> state.voterStates().size()).orElse(0);
  }

  /// The voters as a leader or follower knows them; empty while there is no leader.
  ///
  /// A follower has the list of those that there were when it began to follow, and otherwise tells
  /// of a voter whose id one knows: so it is asked for the usual ids as well.
  public static List<Node> voters(KafkaRaftClient<?> client, ListenerName listener) {
    QuorumState quorum = client.quorum();
    var ids = new TreeSet<Integer>();
    if (quorum.isLeader()) {
      ids.addAll(quorum.leaderStateOrThrow().voterStates().keySet());
    } else if (quorum.isFollower()) {
      IntStream.range(0, USUAL_IDS).forEach(ids::add);
      quorum
          .followerStateOrThrow()
          .election()
          .toQuorumStateData(WITH_VOTERS)
          .currentVoters()
          .forEach(voter -> ids.add(voter.voterId()));
    }
    return ids.stream().flatMap(id -> client.voterNode(id, listener).stream()).toList();
  }

  /// Where the leader is that this engine follows; null if it follows none.
  public static @Nullable InetSocketAddress leaderAddress(
      KafkaRaftClient<?> client, ListenerName listener) {
    return client.quorum().leaderEndpoints().address(listener).orElse(null);
  }

  /// Where the leader itself is, if the voters were told another place; empty if all is well, or if
  /// this engine does not lead.
  public static Optional<Endpoints> addressToTell(
      KafkaRaftClient<?> client, ListenerName listener) {
    QuorumState quorum = client.quorum();
    if (!quorum.isLeader() || !quorum.isVoter()) {
      return Optional.empty();
    }
    Endpoints own = quorum.localVoterNodeOrThrow().listeners();
    InetSocketAddress address = own.address(listener).orElseThrow();
    boolean isKnown =
        client
            .voterNode(quorum.localIdOrThrow(), listener)
            .filter(node ->
                node.host().equals(address.getHostString()) && node.port() == address.getPort())
            .isPresent();
    return isKnown ? Optional.empty() : Optional.of(own);
  }
}
