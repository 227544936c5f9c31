package io.headrace.quorum;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.EngineListener.Event;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.raft.RaftUtil;
import org.apache.kafka.raft.errors.BufferAllocationException;
import org.apache.kafka.raft.errors.NotLeaderException;
import org.jspecify.annotations.Nullable;

/// The metadata log, replicated by Apache Kafka's consensus engine.
///
/// The engine blocks when it syncs, so its turns run on a sync lane of their own ([EngineTurns]).
/// What it decided in a turn comes back with the end of that turn, in order. Between two turns
/// nothing of the engine runs: it has no thread. The next turn comes when something is appended, or
/// when the engine's own patience ends.
///
/// When files fail, nothing more is reported and the owner is told: a node without its metadata log
/// must stop. A full disk is no failure: [Admission] refuses what is not needed until there is
/// room.
///
/// Runs on: the reactor.
public final class RaftMetadataLog implements MetadataLog, QuorumRequests {

  /// The longest pause between two turns.
  private static final long MAX_PAUSE_MS = 60_000;

  /// How often a log that is short of room looks for some.
  private static final long MAX_PAUSE_SHORT_OF_ROOM_MS = 1_000;

  private final Membership membership;
  private final QuorumPlace place;
  private final QuorumPorts around;
  private final Owner owner;
  private final Notices notices;
  private final Reserve reserve;
  private final Admission admission;
  private final Courier courier;
  private final EngineTurns turns;
  private final long seed;

  /// What the engine answered in the turn under way: the lane's until that turn is over.
  private List<Runnable> answers = new ArrayList<>();

  /// What a new node does before it has an engine.
  private @Nullable Forming forming;

  private @Nullable Listener listener;
  private boolean releaseAsked;
  private boolean closed;
  private boolean caughtUp;
  private long lastOffset = -1;
  private int lastEpoch;
  private int leaderEpoch;
  private String clusterId = "";

  private int leaderId = -1;
  private @Nullable InetSocketAddress leaderAddress;

  /// Hears on the reactor what becomes of the log.
  public interface Owner {

    /// It can go on no longer.
    void onFailed(IOException cause);

    /// The disk has no room: new topics and partitions are refused from now on.
    void onShortOfRoom();

    /// There is room again.
    void onRoomAgain();

    /// Something that an operator should know: whom a new node waits for, or that a node it was
    /// told of belongs to another cluster.
    void onNotice(String what);
  }

  /// @param reserve how much room is kept back for when the disk is full
  public RaftMetadataLog(
      Membership membership, QuorumPlace place, QuorumPorts around, Reserve reserve, Owner owner) {
    this.membership = membership;
    this.place = place;
    this.around = around;
    this.owner = owner;
    this.notices = new Notices(owner);
    this.reserve = reserve;
    this.admission = new Admission(reserve);
    this.seed = around.random().nextLong();
    this.courier = new Courier(around.peers(), around.timers(), new RequestOutcomes());
    this.turns = new EngineTurns(around, new TurnOutcomes());
  }

  /// Says who the node is, making empty directories its own; on the lane.
  @FunctionalInterface
  private interface Identification {
    NodeIdentity identity() throws IOException;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    switch (membership) {
      case Membership.Member it -> open(it::identity);
      case Membership.Newcomer it -> {
        forming = new Forming(it, place, around, outcome -> onFormed(it, outcome), owner::onNotice);
        forming.begin();
      }
    }
  }

  private void onFormed(Membership.Newcomer self, Forming.Outcome outcome) {
    forming = null;
    open(() ->
        switch (outcome) {
          case Forming.Outcome.Begin it ->
              self.format()
                  .found(
                      self.nodeId(),
                      self.directories(),
                      self.format().drawClusterId(),
                      place.listener(),
                      it.voters());
          case Forming.Outcome.Join it ->
              self.format().join(self.nodeId(), self.directories(), it.clusterId());
        });
  }

  private void open(Identification who) {
    turns.begin(
        () -> Engine.open(who.identity(), place, around.disk(), reserve, around.clock(), seed));
  }

  /// To which cluster this node belongs; empty until a new node knows.
  public String clusterId() {
    return clusterId;
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    assert around.reactor().isCurrent();
    Engine open = turns.engine();
    if (open == null || closed) {
      throw new NotLeader("the metadata log is not open");
    }
    long bytes = admission.require(records);
    try {
      long offset = open.prepare(epoch, records);
      admission.onTaken(offset, bytes);
      if (!releaseAsked) {
        releaseAsked = true;
        around.reactor().atEndOfTurn(this::release);
      }
      return offset;
    } catch (NotLeaderException | IllegalStateException e) {
      throw new NotLeader(String.valueOf(e.getMessage()));
    } catch (BufferAllocationException | RecordBatchTooLargeException e) {
      throw new BatchTooLarge(String.valueOf(e.getMessage()));
    }
  }

  private void release() {
    releaseAsked = false;
    Engine open = turns.engine();
    if (open != null && !closed) {
      open.release();
      turns.take();
    }
  }

  @Override
  public void snapshot(long offset, Iterable<MetadataRecord> records) {
    if (offset != lastOffset) {
      throw new IllegalArgumentException(
          "a snapshot at " + offset + " where the last offset told is " + lastOffset);
    }
    if (admission.isShort()) {
      return;
    }
    int epoch = lastEpoch;
    turns.next(open -> open.snapshot(offset, epoch, records));
  }

  @Override
  public void serve(short version, ApiMessage request, Consumer<ApiMessage> answer) {
    assert around.reactor().isCurrent();
    if (!turns.hasBegun()) {
      answer.accept(
          RaftUtil.errorResponse(ApiKeys.forId(request.apiKey()), Errors.BROKER_NOT_AVAILABLE));
      return;
    }
    turns.next(open ->
        open.handle(version, request, response -> answers.add(() -> answer.accept(response))));
  }

  @Override
  public void describe(Consumer<QuorumView> answer) {
    if (forming != null) {
      answer.accept(forming.view());
      return;
    }
    turns.next(open -> {
      QuorumView view = open.view();
      answers.add(() -> answer.accept(view));
    });
  }

  /// Where a node's controller listener is; null unless that node is known to lead.
  public @Nullable InetSocketAddress addressOf(int nodeId) {
    return nodeId == leaderId ? leaderAddress : null;
  }

  @Override
  public void resign() {
    int epoch = leaderEpoch;
    turns.next(open -> open.resign(epoch));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    courier.close();
    if (forming != null) {
      forming.close();
    }
    turns.close();
  }

  /// Takes to the rest of the node what a turn brought.
  private final class TurnOutcomes implements EngineTurns.Outcome {

    @Override
    public void onTurn(Engine open) {
      clusterId = open.identity().clusterId();
      admission.onWritten(open.endOffset(), open.roomBytes());
      // A log that has nothing in it yet keeps nothing back either.
      notices.onRoom(admission.isShort() && lastOffset >= 0);
      notices.onForeigner(open.takeForeigner(), clusterId);
      courier.sendAll(open.takeSent());
      List<Runnable> answered = answers;
      answers = new ArrayList<>();
      answered.forEach(Runnable::run);
      open.takeEvents().forEach(RaftMetadataLog.this::tell);
      tellIfCaughtUp(open);
      replaceRotten(open.rottenSnapshot());
    }

    @Override
    public void onFailed(IOException cause) {
      closed = true;
      owner.onFailed(cause);
    }

    @Override
    public long maxPauseMs() {
      return admission.isShort() ? MAX_PAUSE_SHORT_OF_ROOM_MS : MAX_PAUSE_MS;
    }
  }

  /// What a rotten snapshot stands for this node still knows.
  private void replaceRotten(@Nullable Path rotten) {
    if (rotten != null && listener != null && caughtUp && !admission.isShort()) {
      owner.onNotice(rotten + " is damaged and cannot be sent to other nodes; it is written anew");
      listener.onSnapshotWanted();
    }
  }

  private void tellIfCaughtUp(Engine open) {
    if (!caughtUp && listener != null && open.isCaughtUp()) {
      caughtUp = true;
      listener.onCaughtUp();
    }
  }

  private void tell(Event event) {
    Listener listening = listener;
    if (listening == null) {
      throw new IllegalStateException("the metadata log was not started");
    }
    switch (event) {
      case Event.Committed it -> {
        lastOffset = it.lastOffset();
        lastEpoch = it.epoch();
        listening.onCommitted(it.lastOffset(), it.records());
      }
      case Event.Snapshot it -> {
        lastOffset = it.lastOffset();
        lastEpoch = it.epoch();
        listening.onSnapshot(it.lastOffset(), it.records());
      }
      case Event.Leader it -> {
        leaderEpoch = it.epoch();
        leaderId = it.leaderId();
        leaderAddress = it.address();
        admission.onDropped();
        turns.withNext(open -> open.tellAddress(it.epoch()));
        listening.onLeader(it.leaderId(), it.epoch());
        tellOfGone();
      }
    }
  }

  private void tellOfGone() {
    Engine open = turns.engine();
    Listener listening = listener;
    if (open != null && listening != null && leaderId == open.identity().nodeId()) {
      List.copyOf(courier.gone()).forEach(listening::onNodeGone);
    }
  }

  /// Takes what became of the engine's requests to its next turn.
  private final class RequestOutcomes implements Courier.Outcome {

    @Override
    public void onAnswer(SentRequest request, ByteBuffer frame) {
      turns.next(open -> open.onAnswer(request, frame));
    }

    @Override
    public void onLost(SentRequest request, IOException cause) {
      turns.next(open -> open.onLost(request, cause));
    }

    @Override
    public void onNobodyThere(int nodeId) {
      turns.next(open -> open.onNobodyThere(nodeId));
      tellOfGone();
    }
  }
}
