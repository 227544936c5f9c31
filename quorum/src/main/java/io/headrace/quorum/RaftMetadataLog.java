package io.headrace.quorum;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.EngineListener.Event;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeIdentity;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
/// The engine blocks when it syncs, so its turns run on a sync lane of their own; at most one is
/// under way. What it decided in a turn comes back with the end of that turn, in order. Between two
/// turns nothing of the engine runs: it has no thread. The next turn comes when something is
/// appended, or when the engine's own patience ends.
///
/// When files fail, nothing more is reported and the owner is told: a node without its metadata log
/// must stop. A full disk is no failure: [Admission] refuses what is not needed until there is
/// room.
///
/// Runs on: the reactor.
public final class RaftMetadataLog implements MetadataLog, QuorumRequests {
  private static final long NS_PER_MS = 1_000_000;
  private static final long MAX_PATIENCE_MS = 60_000;

  /// How often a log that is short of room looks for some.
  private static final long SHORT_PATIENCE_MS = 1_000;

  private final Membership membership;
  private final QuorumPlace place;
  private final QuorumPorts around;
  private final Owner owner;
  private final Notices notices;
  private final Reserve reserve;
  private final Admission admission;
  private final Courier courier;
  private final long seed;

  /// What the next turn does before the engine's own work.
  private List<Consumer<Engine>> jobs = new ArrayList<>();

  /// What the engine answered in the turn under way: the lane's until that turn is over.
  private List<Runnable> answers = new ArrayList<>();

  /// What a new node does before it has an engine.
  private @Nullable Forming forming;

  private @Nullable Identification identification;
  private @Nullable Engine engine;
  private @Nullable Listener listener;
  private Timers.@Nullable Timer timer;
  private boolean turning;
  private boolean wanted;
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
    this.courier = new Courier(around.peers(), around.timers(), new Returning());
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

  /// Lets the first turn open the engine.
  private void open(Identification who) {
    identification = who;
    takeTurn();
  }

  /// To which cluster this node belongs; empty until a new node knows.
  public String clusterId() {
    return clusterId;
  }

  @Override
  public long append(int epoch, List<MetadataRecord> records) {
    assert around.reactor().isCurrent();
    Engine open = engine;
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
    Engine open = engine;
    if (open != null && !closed) {
      open.release();
      takeTurn();
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
    nextTurn(open -> open.snapshot(offset, epoch, records));
  }

  @Override
  public void serve(short version, ApiMessage request, Consumer<ApiMessage> answer) {
    assert around.reactor().isCurrent();
    if (identification == null) {
      answer.accept(
          RaftUtil.errorResponse(ApiKeys.forId(request.apiKey()), Errors.BROKER_NOT_AVAILABLE));
      return;
    }
    nextTurn(open ->
        open.handle(version, request, response -> answers.add(() -> answer.accept(response))));
  }

  @Override
  public void describe(Consumer<QuorumView> answer) {
    if (forming != null) {
      answer.accept(forming.view());
      return;
    }
    nextTurn(open -> {
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
    nextTurn(open -> open.resign(epoch));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
    courier.close();
    if (forming != null) {
      forming.close();
    }
    around
        .lane()
        .submit(
            () -> {
              if (engine != null) {
                engine.close();
              }
            },
            _ -> {});
  }

  private void nextTurn(Consumer<Engine> job) {
    jobs.add(job);
    takeTurn();
  }

  /// What is asked while a turn is under way, or while its outcome is told, waits for the next.
  private void takeTurn() {
    Identification who = identification;
    if (closed || who == null) {
      return;
    }
    if (turning) {
      wanted = true;
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    turning = true;
    wanted = false;
    List<Consumer<Engine>> now = jobs;
    jobs = new ArrayList<>();
    around.lane().submit(() -> turn(who, now), this::onTurnDone);
  }

  /// Runs on: the sync lane.
  private void turn(Identification who, List<Consumer<Engine>> now) throws IOException {
    try {
      Engine open = engine;
      if (open == null) {
        NodeIdentity identity = who.identity();
        open = Engine.open(identity, place, around.disk(), reserve, around.clock(), seed);
        engine = open;
      }
      for (Consumer<Engine> job : now) {
        job.accept(open);
      }
      open.turn();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    } catch (RuntimeException e) {
      throw new IOException("the metadata log's engine failed", e);
    }
  }

  private void onTurnDone(@Nullable IOException failure) {
    Engine open = engine;
    if (closed) {
      return;
    }
    if (failure != null || open == null) {
      closed = true;
      owner.onFailed(failure == null ? new IOException("not opened") : failure);
      return;
    }
    clusterId = open.identity().clusterId();
    admission.onWritten(open.endOffset(), open.roomBytes());
    // A log that has nothing in it yet keeps nothing back either.
    notices.onRoom(admission.isShort() && lastOffset >= 0);
    notices.onForeigner(open.takeForeigner(), clusterId);
    courier.sendAll(open.takeSent());
    List<Runnable> answered = answers;
    answers = new ArrayList<>();
    answered.forEach(Runnable::run);
    open.takeEvents().forEach(this::tell);
    tellIfCaughtUp(open);
    turning = false;
    if (wanted || open.isEager() || open.patienceMs() == 0) {
      takeTurn();
    } else {
      long limitMs = admission.isShort() ? SHORT_PATIENCE_MS : MAX_PATIENCE_MS;
      long patienceMs = Math.min(open.patienceMs(), limitMs);
      timer = around.timers().after(patienceMs * NS_PER_MS, this::takeTurn);
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
      throw new IllegalStateException("not started");
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
        jobs.add(open -> open.tellAddress(it.epoch()));
        listening.onLeader(it.leaderId(), it.epoch());
        tellOfGone();
      }
    }
  }

  private void tellOfGone() {
    Engine open = engine;
    Listener listening = listener;
    if (open != null && listening != null && leaderId == open.identity().nodeId()) {
      List.copyOf(courier.gone()).forEach(listening::onNodeGone);
    }
  }

  /// Takes what became of the engine's requests to its next turn.
  private final class Returning implements Courier.Outcome {

    @Override
    public void onAnswer(SentRequest request, ByteBuffer frame) {
      nextTurn(open -> open.onAnswer(request, frame));
    }

    @Override
    public void onLost(SentRequest request, IOException cause) {
      nextTurn(open -> open.onLost(request, cause));
    }

    @Override
    public void onNobodyThere(int nodeId) {
      nextTurn(open -> open.onNobodyThere(nodeId));
      tellOfGone();
    }
  }
}
