package io.headrace.quorum;

import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.identity.NodeFormat;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One node of a simulated quorum: a machine, and on it a metadata log that speaks to others.
final class SimulatedMember {
  static final int PORT = 9093;
  private static final Path DATA = Path.of("/data");

  final int id;
  SimulatedMachine machine;

  private final SimulatedWorld world;
  private final SimulatedNetwork network;
  private final QuorumHistory history;

  /// What its configuration says; to be changed between two lives.
  QuorumPlace place;

  /// What an operator was told, by all lives.
  final List<String> notices = new ArrayList<>();

  private @Nullable Process process;

  SimulatedMember(
      int id,
      SimulatedWorld world,
      SimulatedNetwork network,
      QuorumHistory history,
      QuorumPlace place) {
    this.id = id;
    this.machine = new SimulatedMachine(world);
    this.world = world;
    this.network = network;
    this.history = history;
    this.place = place;
  }

  static String host(int id) {
    return "n" + id;
  }

  static InetSocketAddress address(int id) {
    return InetSocketAddress.createUnresolved(host(id), PORT);
  }

  void start() {
    var next = new Process(machine.restart());
    process = next;
    network.listen(next.life, host(id), PORT, next);
    next.life.reactor().execute(next::open);
  }

  boolean alive() {
    Process now = process;
    return now != null && now.life.alive();
  }

  /// Whether it leads as far as it knows.
  boolean leads() {
    Process now = process;
    return alive() && now != null && now.leads;
  }

  /// Up to where it was told; −1 if nothing or dead.
  long toldOffset() {
    Process now = process;
    return alive() && now != null ? now.image.offset() : -1;
  }

  ClusterImage image() {
    Process now = process;
    return now == null ? ClusterImage.EMPTY : now.image;
  }

  /// To which cluster it belongs; empty if it does not know.
  String clusterId() {
    Process now = process;
    return now == null || now.log == null ? "" : now.log.clusterId();
  }

  /// Takes the machine's disk away and puts an empty one in; the node must be dead.
  void wipe() {
    machine = new SimulatedMachine(world);
  }

  /// Asks for a change, if it leads; in a turn of its own.
  void append(MetadataRecord record) {
    Process now = process;
    if (now != null) {
      now.life.reactor().execute(() -> now.append(record));
    }
  }

  void snapshot() {
    Process now = process;
    if (now != null) {
      now.life.reactor().execute(now::snapshot);
    }
  }

  void resign() {
    Process now = process;
    if (now != null && now.leads) {
      now.life.reactor().execute(() -> now.log().resign());
    }
  }

  /// Asks its engine, as a request from outside would.
  void serve(ApiRequest request) {
    Process now = process;
    if (now != null) {
      now.life
          .reactor()
          .execute(() -> now.log().serve(request.version(), request.message(), request.answer()));
    }
  }

  void describe(Consumer<QuorumView> answer) {
    Process now = process;
    if (now != null) {
      now.life.reactor().execute(() -> now.log().describe(answer));
    }
  }

  @Override
  public String toString() {
    Process now = process;
    return "node %d: %s, %s, %s, told up to %d, %s, %s"
        .formatted(
            id,
            alive() ? "alive" : "dead",
            leads() ? "leads" : "follows",
            clusterId(),
            toldOffset(),
            notices,
            now == null ? "never started" : String.valueOf(now.life.uncaught()));
  }

  /// One life of the node.
  private final class Process
      implements MetadataLog.Listener, RaftMetadataLog.Owner, SimulatedNetwork.Service {
    final Life life;
    private @Nullable RaftMetadataLog log;
    private ClusterImage image = ClusterImage.EMPTY;
    private int epoch = -1;
    private boolean leads;
    private final List<String> room = new ArrayList<>();

    Process(Life life) {
      this.life = life;
    }

    void open() {
      try {
        var around =
            new QuorumPorts(
                life.disk(),
                life.syncLane(),
                life.reactor(),
                life.timers(),
                life.clock(),
                life.random(),
                network.peersOf(life, host(id)));
        var format = new NodeFormat(life.disk(), life.random());
        log =
            new RaftMetadataLog(
                Membership.of(format, id, List.of(DATA), place),
                place,
                around,
                SimulatedVoter.RESERVE,
                this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      log.start(this);
    }

    RaftMetadataLog log() {
      RaftMetadataLog open = log;
      if (open == null) {
        throw new IllegalStateException("not open");
      }
      return open;
    }

    void append(MetadataRecord record) {
      try {
        if (leads) {
          log().append(epoch, List.of(record));
        }
      } catch (MetadataLog.NotLeader | MetadataLog.TooMuchUnderWay | MetadataLog.NoRoom _) {
        // it may have just lost its leadership
      }
    }

    void snapshot() {
      if (log != null && image.offset() >= 0) {
        log.snapshot(image.offset(), ImageRecords.of(image));
      }
    }

    @Override
    public void onRequest(long connection, ByteBuffer frame, SimulatedNetwork.Reply answer) {
      if (log != null) {
        ApiRequest.serve(log, frame, answer);
      }
    }

    @Override
    public void onCommitted(long lastOffset, List<MetadataRecord> records) {
      history.onCommitted(id, lastOffset, records);
      image = ImageBuilder.replay(image, lastOffset, records);
    }

    @Override
    public void onSnapshot(long lastOffset, List<MetadataRecord> records) {
      image = ImageBuilder.replay(ClusterImage.EMPTY, lastOffset, records);
    }

    @Override
    public void onSnapshotWanted() {
      snapshot();
    }

    @Override
    public void onLeader(int leaderId, int newEpoch) {
      leads = leaderId == id;
      epoch = newEpoch;
      if (leads) {
        history.onLeads(id, newEpoch);
      }
    }

    @Override
    public void onFailed(IOException cause) {
      var trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace, true));
      history.complaints.add("node " + id + " failed: " + trace);
    }

    @Override
    public void onShortOfRoom() {
      room.add("short");
    }

    @Override
    public void onRoomAgain() {
      room.add("again");
    }

    @Override
    public void onNotice(String what) {
      notices.add(what);
    }
  }
}
