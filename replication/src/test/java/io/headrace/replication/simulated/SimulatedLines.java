package io.headrace.replication.simulated;

import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.Partitions;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.FollowerVerdict;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The network between replicas. A connection keeps its order, or breaks; of a broken one requests
/// may still arrive, late.
final class SimulatedLines {

  private static final long TIMEOUT_NS = 900_000_000;

  private final SimulatedWorld world;
  private final SimulatedRandom random;
  private final Map<Integer, SimulatedReplica> replicas;
  private final ModelController controller;
  private final Plant plant;
  private long connections;

  /// Pairs between which nothing gets through: 10 × from + to.
  final TreeSet<Integer> cut = new TreeSet<>();

  boolean calm;

  /// Some of what was sent, to be sent again.
  private final List<Old> old = new ArrayList<>();

  private record Old(int to, ReplicaFetch request) {}

  SimulatedLines(
      SimulatedWorld world,
      Map<Integer, SimulatedReplica> replicas,
      ModelController controller,
      Plant plant) {
    this.world = world;
    this.random = world.random().fork();
    this.replicas = replicas;
    this.controller = controller;
    this.plant = plant;
  }

  ReplicaPeers of(SimulatedReplica from) {
    Life life = from.life;
    return to -> new SimulatedLine(from, life, to);
  }

  private final class SimulatedLine implements ReplicaPeers.Line {
    private final SimulatedReplica from;
    private final Life life;
    private final int to;
    private long connection = ++connections;
    private long arrivesNs;
    private long returnsNs;
    private final List<ReplicaPeers.Answer> underWay = new ArrayList<>();

    SimulatedLine(SimulatedReplica from, Life life, int to) {
      this.from = from;
      this.life = life;
      this.to = to;
    }

    @Override
    public void fetch(ReplicaFetch request, ReplicaPeers.Answer answer) {
      remember(to, request);
      underWay.add(answer);
      long current = connection;
      boolean lost = isCut(from.id, to) || (!calm && random.oneIn(150));
      if (!lost || random.oneIn(2)) {
        long late = lost ? random.between(1_000_000, 2_000_000_000) : 0;
        arrivesNs = Math.max(arrivesNs + 1, world.nowNs() + delay());
        world.after(arrivesNs + late - world.nowNs(), () -> arrive(request, current, answer, lost));
      }
      world.after(
          TIMEOUT_NS,
          () -> {
            if (underWay.contains(answer)) {
              breakDown();
            }
          });
    }

    private void arrive(
        ReplicaFetch request, long current, ReplicaPeers.Answer answer, boolean orphan) {
      SimulatedReplica target = replicas.get(to);
      Life there = target.life;
      Partitions partitions = target.partitions;
      if (partitions == null || !there.alive()) {
        return;
      }
      there
          .reactor()
          .execute(() -> {
            if (target.partitions != partitions) {
              return;
            }
            controller.onFetch(request.replicaId());
            partitions
                .sessions()
                .fetch(
                    sabotaged(request),
                    orphan ? -current : current,
                    found -> giveBack(found, current, answer, orphan));
          });
    }

    private void giveBack(
        FollowerAnswer found, long current, ReplicaPeers.Answer answer, boolean orphan) {
      ReplicaFetched fetched = copy(found);
      found.release();
      if (orphan || isCut(to, from.id) || (!calm && random.oneIn(150))) {
        return;
      }
      returnsNs = Math.max(returnsNs + 1, world.nowNs() + delay());
      world.after(
          returnsNs - world.nowNs(),
          () -> {
            if (current == connection && life.alive() && underWay.contains(answer)) {
              life.reactor()
                  .execute(() -> {
                    if (underWay.remove(answer)) {
                      answer.onFetched(fetched);
                    }
                  });
            }
          });
    }

    private void breakDown() {
      long broken = connection;
      connection = ++connections;
      List<ReplicaPeers.Answer> lost = List.copyOf(underWay);
      underWay.clear();
      if (life.alive()) {
        life.reactor()
            .execute(() -> lost.forEach(each -> each.onLost(new IOException("simulated"))));
      }
      SimulatedReplica target = replicas.get(to);
      world.after(
          random.between(1_000_000, 1_000_000_000),
          () -> {
            Partitions there = target.partitions;
            if (there != null && target.life.alive()) {
              target.life.reactor().execute(() -> there.sessions().onClosed(broken));
            }
          });
    }

    @Override
    public void close() {
      connection = ++connections;
      underWay.clear();
    }
  }

  private void remember(int to, ReplicaFetch request) {
    if (!request.changed().isEmpty() && random.oneIn(10)) {
      old.add(new Old(to, request));
      if (old.size() > 20) {
        old.remove(random.nextInt(20));
      }
    }
  }

  /// As if it had been held up somewhere: it comes on a connection of its own.
  void repeatAnOldRequest() {
    if (old.isEmpty()) {
      return;
    }
    Old one = old.get(random.nextInt(old.size()));
    SimulatedReplica target = replicas.get(one.to);
    Partitions partitions = target.partitions;
    if (partitions == null || !target.life.alive()) {
      return;
    }
    long connection = ++connections;
    ReplicaFetch sent = one.request;
    var first =
        new ReplicaFetch(
            0, 0, sent.replicaId(), sent.brokerEpoch(), sent.limits(), sent.changed(), List.of());
    target
        .life
        .reactor()
        .execute(() -> {
          partitions.sessions().fetch(sabotaged(first), connection, FollowerAnswer::release);
          partitions.sessions().onClosed(connection);
        });
  }

  private boolean isCut(int from, int to) {
    return cut.contains(10 * from + to);
  }

  private long delay() {
    return random.oneIn(calm ? 1000 : 60)
        ? random.between(1_000_000, 300_000_000)
        : random.between(50_000, 1_000_000);
  }

  private ReplicaFetch sabotaged(ReplicaFetch request) {
    List<ReplicaFetch.Item> items =
        request.changed().stream()
            .map(item -> new ReplicaFetch.Item(item.partition(), sabotaged(item.wish())))
            .toList();
    return new ReplicaFetch(
        request.sessionId(),
        request.sessionEpoch(),
        request.replicaId(),
        request.brokerEpoch(),
        request.limits(),
        items,
        request.forgotten());
  }

  private Wish sabotaged(Wish wish) {
    return new Wish(
        wish.leaderEpoch(),
        wish.fetchOffset(),
        plant == Plant.LAST_EPOCH_NOT_COMPARED ? -1 : wish.lastFetchedEpoch(),
        wish.startOffset(),
        plant == Plant.HIGH_WATERMARK_FROM_FETCH_OFFSETS ? wish.fetchOffset() : wish.syncedEnd());
  }

  private static ReplicaFetched copy(FollowerAnswer answer) {
    List<ReplicaFetched.Part> parts = new ArrayList<>();
    for (FollowerAnswer.Part part : answer.parts()) {
      ByteBuffer bytes = ByteBuffer.allocate(0);
      if (part.slice() != null) {
        bytes = ByteBuffer.allocate(part.slice().bytes().length());
        try {
          part.slice().bytes().read(bytes, 0);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        bytes.flip();
      }
      FollowerVerdict.Diverged diverged = part.diverged();
      parts.add(
          new ReplicaFetched.Part(
              part.partition(),
              part.error(),
              part.highWatermark(),
              part.logStartOffset(),
              diverged == null
                  ? ReplicaFetched.Diverged.NO
                  : new ReplicaFetched.Diverged(diverged.epoch(), diverged.endOffset()),
              bytes));
    }
    return new ReplicaFetched(answer.error(), answer.sessionId(), parts);
  }
}
