package io.headrace.simulator.scale;

import io.headrace.metadata.MetadataLog;
import io.headrace.metadata.MetadataRecord;
import io.headrace.quorum.Membership;
import io.headrace.quorum.QuorumPlace;
import io.headrace.quorum.QuorumPlace.Contact;
import io.headrace.quorum.QuorumPlace.Joining;
import io.headrace.quorum.QuorumPorts;
import io.headrace.quorum.RaftMetadataLog;
import io.headrace.quorum.files.Reserve;
import io.headrace.quorum.identity.NodeFormat;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// A machine with nothing on it but the metadata log as production has it. The first nodes vote;
/// all others follow, as brokers do.
final class LogNode
    implements MetadataLog.Listener, RaftMetadataLog.Owner, SimulatedNetwork.Service {
  static final int VOTERS = 3;
  private static final int PORT = 9093;
  private static final Path DATA = Path.of("/data");

  /// Less than by default: all disks are in this process's memory.
  private static final Reserve RESERVE = new Reserve(512 << 10, 32 << 10, 2 << 20);

  final Burden burden = new Burden();
  private final int id;
  private final SimulatedWorld world;
  private final SimulatedNetwork network;
  private final LongConsumer onTold;
  private final SimulatedMachine machine;
  private final Life life;
  private @Nullable RaftMetadataLog log;
  private boolean leads;
  private int epoch;
  private long toldOffset = -1;

  /// @param id from 1
  /// @param onTold hears of each offset up to which this node knows everything
  LogNode(int id, SimulatedWorld world, SimulatedNetwork network, LongConsumer onTold) {
    this.id = id;
    this.world = world;
    this.network = network;
    this.onTold = onTold;
    this.machine = new SimulatedMachine(world);
    this.life = machine.life();
  }

  void start() {
    network.listen(life, host(id), PORT, this);
    life.reactor().execute(this::open);
  }

  private void open() {
    QuorumPlace place = placeOf(id);
    var around =
        new QuorumPorts(
            life.disk(),
            new TimedLane(world, machine, burden),
            life.reactor(),
            life.timers(),
            life.clock(),
            life.random(),
            network.peersOf(life, host(id)));
    var format = new NodeFormat(life.disk(), life.random());
    try {
      Membership membership = Membership.of(format, id, List.of(DATA), place);
      log = new RaftMetadataLog(membership, place, around, RESERVE, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log.start(this);
  }

  private static QuorumPlace placeOf(int id) {
    List<Contact> contacts =
        IntStream.rangeClosed(1, VOTERS)
            .mapToObj(voter -> new Contact(voter, address(voter)))
            .toList();
    return new QuorumPlace(
        QuorumPlace.DEFAULT_LISTENER,
        address(id),
        contacts,
        id <= VOTERS ? Joining.BY_COMMAND : Joining.NEVER);
  }

  private static String host(int id) {
    return "n" + id;
  }

  private static InetSocketAddress address(int id) {
    return InetSocketAddress.createUnresolved(host(id), PORT);
  }

  boolean leads() {
    return leads;
  }

  long toldOffset() {
    return toldOffset;
  }

  /// The leader writes a change, in a turn of its own.
  void append(List<MetadataRecord> records) {
    life.reactor().execute(() -> burden.carry(() -> opened().append(epoch, records)));
  }

  /// @throws IllegalStateException if it died of a mistake
  void checkSane() {
    if (life.uncaught() != null) {
      throw new IllegalStateException("node " + id, life.uncaught());
    }
  }

  private RaftMetadataLog opened() {
    RaftMetadataLog open = log;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  @Override
  public void onRequest(long connection, ByteBuffer frame, SimulatedNetwork.Reply answer) {
    if (QuorumFrames.keyOf(frame) == ApiKeys.FETCH) {
      burden.onFetch();
    }
    burden.carry(() ->
        QuorumFrames.serve(
            opened(),
            frame,
            bytes -> {
              burden.onSent(bytes.remaining());
              answer.accept(bytes);
            }));
  }

  @Override
  public void onCommitted(long lastOffset, List<MetadataRecord> records) {
    toldOffset = lastOffset;
    onTold.accept(lastOffset);
  }

  @Override
  public void onSnapshot(long lastOffset, List<MetadataRecord> records) {
    toldOffset = lastOffset;
    onTold.accept(lastOffset);
  }

  @Override
  public void onLeader(int leaderId, int newEpoch) {
    leads = leaderId == id;
    epoch = newEpoch;
  }

  @Override
  public void onFailed(IOException cause) {
    throw new UncheckedIOException(cause);
  }

  @Override
  public void onShortOfRoom() {}

  @Override
  public void onRoomAgain() {}

  @Override
  public void onNotice(String what) {}
}
