package io.headrace.quorum;

import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.files.DurableRaftLog;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.files.VoteFile;
import io.headrace.quorum.identity.NodeIdentity;
import io.headrace.runtime.Clock;
import io.headrace.runtime.Disk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.VoteResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.raft.Endpoints;
import org.apache.kafka.raft.EngineDoor;
import org.apache.kafka.raft.KafkaRaftClient;
import org.apache.kafka.raft.LeaderAndEpoch;
import org.apache.kafka.raft.RaftRequest;
import org.apache.kafka.raft.RaftUtil;
import org.apache.kafka.raft.ReplicaKey;
import org.apache.kafka.raft.errors.NotLeaderException;
import org.jspecify.annotations.Nullable;

/// The consensus engine, opened on a node's files.
///
/// Runs on: the metadata log's sync lane, but for [#prepare] and [#release], which the engine makes
/// safe for other threads.
final class Engine {

  /// How many messages the engine handles before the rest of the node hears what it decided.
  private static final int MAX_MESSAGES_PER_TURN = 100;

  /// Time for one more try at connecting to the leader.
  private static final long LOST_LEADER_PATIENCE_MS = 60;

  private final NodeIdentity identity;
  private final KafkaRaftClient<MetadataRecord> client;
  private final DurableRaftLog log;
  private final EngineMessages messages;
  private final EngineListener listener;
  private final EngineChannel channel;
  private final Deadlines deadlines;
  private final VoterEntry entry;
  private final ImpossibleRequests impossible;
  private final EngineTime time;
  private final Snapshots snapshots;
  private @Nullable String foreigner;

  private Engine(
      NodeIdentity identity,
      KafkaRaftClient<MetadataRecord> client,
      DurableRaftLog log,
      Parts parts,
      EngineTime time) {
    this.identity = identity;
    this.client = client;
    this.log = log;
    this.messages = parts.messages;
    this.listener = parts.listener;
    this.channel = parts.channel;
    this.deadlines = parts.deadlines;
    this.entry = parts.entry;
    this.impossible = new ImpossibleRequests(identity.nodeId(), channel.listenerName());
    this.time = time;
    this.snapshots = new Snapshots(client, log);
  }

  /// What the engine sees of us.
  private record Parts(
      EngineChannel channel,
      EngineMessages messages,
      EngineListener listener,
      Deadlines deadlines,
      VoterEntry entry) {}

  static Engine open(
      NodeIdentity identity, QuorumPlace place, Disk disk, Reserve reserve, Clock clock, long seed)
      throws IOException {
    Path directory = identity.metadataDirectory();
    DurableRaftLog log = DurableRaftLog.open(disk, directory, reserve);
    var time = new EngineTime(clock);
    List<InetSocketAddress> servers =
        place.others(identity.nodeId()).stream().map(QuorumPlace.Contact::address).toList();
    var listenerName = ListenerName.normalised(place.listener());
    var parts =
        new Parts(
            new EngineChannel(listenerName, identity.nodeId()),
            new EngineMessages(),
            new EngineListener(),
            new Deadlines(time),
            new VoterEntry(time, place.joining()));
    KafkaRaftClient<MetadataRecord> client =
        EngineDoor.open(
            new EngineDoor.Identity(
                identity.nodeId(),
                Uuid.fromString(identity.metadataDirectoryId()),
                identity.clusterId(),
                Endpoints.fromInetSocketAddresses(Map.of(listenerName, place.address())),
                servers.isEmpty() ? List.of(place.address()) : servers,
                place.joining() != QuorumPlace.Joining.NEVER),
            new EngineDoor.Surroundings(
                parts.channel,
                parts.messages,
                log,
                new SmallBuffers(),
                parts.deadlines,
                time,
                EngineChance.from(seed)),
            new MetadataSerde(),
            EngineSettings.of(servers, parts.entry));
    var vote = new VoteFile(disk, directory, log::giveRoom);
    client.initialize(new TreeMap<>(), vote, new Metrics(), _ -> {});
    parts.listener.addresses(() -> EngineDoor.leaderAddress(client, listenerName));
    client.register(parts.listener);
    return new Engine(identity, client, log, parts, time);
  }

  /// Lets the engine do what is to be done now. When this returns, all that it reports as committed
  /// is on stable storage, and what room the disk has for the next turns is kept back.
  void turn() throws IOException {
    deadlines.expire();
    int polls = 0;
    do {
      client.poll();
    } while (messages.gaveOne() && ++polls < MAX_MESSAGES_PER_TURN);
    log.requireReadable();
    snapshots.goOn();
    log.keepRoom();
  }

  /// Hands the engine a request; the answer comes within a turn, maybe a later one.
  void handle(short version, ApiMessage request, Consumer<ApiMessage> answer) {
    ApiMessage refusal =
        isPremature(request) || impossible.contain(request, client.leaderAndEpoch())
            ? RaftUtil.errorResponse(ApiKeys.forId(request.apiKey()), Errors.BROKER_NOT_AVAILABLE)
            : entry.refusalOf(request, EngineDoor.voterCount(client));
    if (refusal != null) {
      answer.accept(refusal);
      return;
    }
    var inbound =
        new RaftRequest.Inbound(
            channel.listenerName(),
            channel.newCorrelationId(),
            version,
            request,
            time.milliseconds());
    inbound.completion.whenComplete((response, _) ->
        answer.accept(
            response == null
                ? RaftUtil.errorResponse(
                    ApiKeys.forId(request.apiKey()), Errors.UNKNOWN_SERVER_ERROR)
                : WireFormat.asWritten(response.data())));
    client.handle(inbound);
  }

  NodeIdentity identity() {
    return identity;
  }

  /// Lets the other voters know where this node is, if it leads and they were told another place: a
  /// node that was alone for long had no place to tell of.
  void tellAddress(int epoch) {
    EngineDoor.addressToTell(client, channel.listenerName())
        .map(endpoints ->
            RaftUtil.updateVoterRequest(
                identity.clusterId(),
                ReplicaKey.of(identity.nodeId(), Uuid.fromString(identity.metadataDirectoryId())),
                epoch,
                EngineDoor.KRAFT_VERSIONS,
                endpoints))
        .ifPresent(request -> handle((short) 0, request, _ -> {}));
  }

  /// The quorum as this node sees it.
  QuorumView view() {
    List<Node> voters = EngineDoor.voters(client, channel.listenerName());
    return new QuorumView(
        new QuorumView.Answering(identity.nodeId(), identity.metadataDirectoryId()),
        identity.clusterId(),
        client.leaderAndEpoch().leaderId().orElse(-1),
        voters.stream()
            .map(node -> new QuorumView.Controller(node.id(), node.host(), node.port()))
            .toList());
  }

  /// What came back for a request that the engine sent.
  void onAnswer(SentRequest request, ByteBuffer frame) {
    ApiMessage answer = request.onAnswer(frame, this::isPremature);
    entry.onAnswer(answer);
    if (isOfAnotherCluster(answer)) {
      foreigner = request.host() + ":" + request.port();
    }
  }

  /// Whether the engine would stop this node over a message, though nothing is wrong. Either the
  /// message takes this node for the leader that it was before it lost its disk; or it names a
  /// leader and does not say where that is, to a node that does not know the voters yet. In a
  /// moment the others know better, or this node does.
  private boolean isPremature(ApiMessage message) {
    LeaderClaim claim = LeaderClaim.in(message);
    LeaderAndEpoch now = client.leaderAndEpoch();
    if (claim == null
        || claim.epoch() < now.epoch()
        || (claim.epoch() == now.epoch() && now.isLeader(claim.leaderId()))) {
      return false;
    }
    return claim.leaderId() == identity.nodeId()
        || (!claim.saysWhere()
            && client.voterNode(claim.leaderId(), channel.listenerName()).isEmpty());
  }

  /// Who said since the last call that this node belongs to another cluster; null if nobody did.
  @Nullable String takeForeigner() {
    String taken = foreigner;
    foreigner = null;
    return taken;
  }

  private static boolean isOfAnotherCluster(@Nullable ApiMessage answer) {
    return switch (answer) {
      case FetchResponseData it -> it.errorCode() == Errors.INCONSISTENT_CLUSTER_ID.code();
      case VoteResponseData it -> it.errorCode() == Errors.INCONSISTENT_CLUSTER_ID.code();
      case null, default -> false;
    };
  }

  /// No answer will come. A follower that lost its leader's connection finds out soon whether the
  /// leader is still there.
  void onLost(SentRequest request, IOException cause) {
    request.onLost(cause);
    if (request.isFetch()) {
      hurry(request.request().destination().id(), LOST_LEADER_PATIENCE_MS);
    }
  }

  /// The process of this node is not there. If it led, nobody needs to wait for it.
  void onNobodyThere(int nodeId) {
    hurry(nodeId, 0);
  }

  /// Followers of a lost leader all give it up at once, because who still follows grants nobody a
  /// vote. They ask for votes in the order of their ids, so as not to stand in each other's way.
  private void hurry(int leaderId, long patienceMs) {
    if (EngineDoor.hurry(client, leaderId, time.milliseconds(), patienceMs)) {
      channel.holdFirstVotes(EngineDoor.rankAmongFollowers(client, channel.listenerName()));
    }
  }

  /// The file of a snapshot that another node needs and that has rotted, unless a new one is being
  /// written; null if there is none; between two turns.
  @Nullable Path rottenSnapshot() {
    return snapshots.isUnderWay() ? null : log.rottenSnapshot();
  }

  /// What is to be sent since the last call; between two turns.
  List<SentRequest> takeSent() {
    return channel.take();
  }

  /// How many bytes can be appended for certain; between two turns.
  long roomBytes() {
    return log.roomBytes();
  }

  /// Whether everything was told that the leader knows to be decided; between two turns.
  boolean isCaughtUp() {
    OptionalLong decidedEnd = client.highWatermark();
    return client.leaderAndEpoch().leaderId().isPresent()
        && decidedEnd.isPresent()
        && listener.toldEnd() >= decidedEnd.getAsLong();
  }

  /// Where the log ends; between two turns.
  long endOffset() {
    return log.endOffset().offset();
  }

  /// Whether another turn is wanted at once.
  boolean isEager() {
    return messages.isWoken() || snapshots.isUnderWay();
  }

  /// After how long at the latest the engine wants its next turn.
  long patienceMs() {
    return Math.min(messages.patienceMs(), deadlines.nextMs());
  }

  /// What was decided since the last call.
  List<EngineListener.Event> takeEvents() {
    return listener.take();
  }

  /// Adds records to the batch being built; any thread.
  ///
  /// @return the offset of the last of them
  long prepare(int epoch, List<MetadataRecord> records) {
    return client.prepareAppend(epoch, records);
  }

  /// Closes the batch being built: it goes into the log in the next turn; any thread. If a turn
  /// that is under way has just lost the leadership, the batch is gone, and who leads is told with
  /// that turn's end.
  void release() {
    try {
      client.schedulePreparedAppend();
    } catch (NotLeaderException _) {
      // Nothing is left that could be released.
    }
  }

  /// Begins a snapshot that stands for everything up to `lastOffset` ([Snapshots]).
  void snapshot(long lastOffset, int epoch, Iterable<MetadataRecord> records) {
    snapshots.begin(lastOffset, epoch, records);
  }

  void resign(int epoch) {
    client.resign(epoch);
  }

  void close() {
    snapshots.close();
    client.close();
    log.close();
  }
}
