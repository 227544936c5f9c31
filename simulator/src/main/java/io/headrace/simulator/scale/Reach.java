package io.headrace.simulator.scale;

import io.headrace.base.TopicId;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.PartitionImage;
import io.headrace.runtime.simulated.NetworkWeather;
import io.headrace.runtime.simulated.SimulatedNetwork;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// How long it takes until all brokers know of a change, and what that costs the leader of the
/// metadata log: three voters and so many brokers, each with the real log on the real engine.
///
/// Time is simulated: frames take 0.05 to 0.5 ms, a sync takes half a millisecond, and each node's
/// work the processor time that is measured here ([TimedLane]). What Netty and the kernel would do
/// for each request is not in it.
final class Reach {
  private static final NetworkWeather ONE_RACK = new NetworkWeather(500_000, 0, 0, 0);
  private static final long SEED = 1;
  private static final long LIMIT_NS = 600_000_000_000L;
  private static final long SETTLE_NS = 2_000_000_000L;
  private static final int REST_SECONDS = 2;
  private static final int SAMPLES = 15;

  /// What a controller decides in one step, and how many it takes when 30,000 replicas are lost.
  private static final int RECORDS_PER_STEP = 1_000;

  private static final int STEPS = 30;
  private static final double MIB = 1 << 20;
  private static final double NS_PER_MS = 1e6;

  private final Figures figures;
  private final SimulatedWorld world = new SimulatedWorld(SEED);
  private final List<LogNode> nodes = new ArrayList<>();

  /// What brokers are waited for to know.
  private long awaitedOffset;

  private long startNs;
  private final List<Double> arrivedMs = new ArrayList<>();

  Reach(int brokers, Figures figures) {
    this.figures = figures;
    var network = new SimulatedNetwork(world);
    network.weather(ONE_RACK);
    for (int id = 1; id <= LogNode.VOTERS + brokers; id++) {
      boolean isBroker = id > LogNode.VOTERS;
      nodes.add(new LogNode(id, world, network, offset -> onTold(isBroker, offset)));
    }
  }

  void measure() {
    nodes.subList(0, LogNode.VOTERS).forEach(LogNode::start);
    await("a leader", () -> nodes.stream().anyMatch(LogNode::leads));
    brokers().forEach(LogNode::start);
    tell(List.of(change(0)));
    world.advance(SETTLE_NS);
    rest();
    small();
    large();
    nodes.forEach(LogNode::checkSane);
  }

  private List<LogNode> brokers() {
    return nodes.subList(LogNode.VOTERS, nodes.size());
  }

  private LogNode leader() {
    return nodes.stream().filter(LogNode::leads).findFirst().orElseThrow();
  }

  private void await(String what, BooleanSupplier done) {
    if (!world.runUntil(done, LIMIT_NS)) {
      nodes.forEach(LogNode::checkSane);
      throw new IllegalStateException("waited in vain for " + what);
    }
  }

  private void onTold(boolean isBroker, long offset) {
    if (isBroker && offset >= awaitedOffset) {
      arrivedMs.add((world.nowNs() - startNs) / NS_PER_MS);
    }
  }

  /// Returns when all brokers know of this change.
  private void tell(List<MetadataRecord> records) {
    startNs = world.nowNs();
    begin(records);
    awaitAll();
  }

  private void begin(List<MetadataRecord> records) {
    arrivedMs.clear();
    awaitedOffset = leader().toldOffset() + 1;
    leader().append(records);
  }

  private void awaitAll() {
    await("all brokers", () -> arrivedMs.size() == brokers().size());
  }

  private void rest() {
    LogNode leader = leader();
    leader.burden.forget();
    world.advance(REST_SECONDS * 1_000_000_000L);
    figures.add(
        "nothing happens: fetches a second", leader.burden.fetches() / (double) REST_SECONDS);
    figures.add("the same: leader's CPU ms a second", leader.burden.cpuMs() / REST_SECONDS);
  }

  /// What an in-sync set costs that changes, again and again.
  private void small() {
    var half = new ArrayList<Double>();
    var all = new ArrayList<Double>();
    nodes.forEach(node -> node.burden.forget());
    for (int sample = 1; sample <= SAMPLES; sample++) {
      tell(List.of(change(sample)));
      half.add(arrivedMs.get(arrivedMs.size() / 2));
      all.add(arrivedMs.getLast());
    }
    Burden leader = leader().burden;
    figures.add("one partition changes: ms until half of the brokers know", middle(half));
    figures.add("the same: ms until all know", middle(all));
    figures.add("the same: fetches that the leader answers", leader.fetches() / (double) SAMPLES);
    figures.add("the same: leader's CPU ms", leader.cpuMs() / SAMPLES);
    figures.add(
        "the same: leader's CPU µs for each fetch", 1_000 * leader.cpuMs() / leader.fetches());
    figures.add("the same: CPU µs of each broker", 1_000 * cpuMsOfBroker() / SAMPLES);
  }

  /// What a controller writes when the broker dies that leads most, one step after the other.
  private void large() {
    LogNode leader = leader();
    nodes.forEach(node -> node.burden.forget());
    startNs = world.nowNs();
    for (int step = 0; step < STEPS; step++) {
      long before = leader.toldOffset();
      begin(IntStream.range(0, RECORDS_PER_STEP).mapToObj(Reach::change).toList());
      await("a commit", () -> leader.toldOffset() > before);
    }
    awaitAll();
    figures.add("30,000 partitions change in 30 steps: ms until all know", arrivedMs.getLast());
    figures.add("of these: leader's CPU ms", leader.burden.cpuMs());
    figures.add("of these: CPU ms of each broker", cpuMsOfBroker());
    figures.add("of these: MiB that the leader sends", leader.burden.bytesSent() / MIB);
  }

  private double cpuMsOfBroker() {
    return brokers().stream().mapToDouble(it -> it.burden.cpuMs()).average().orElseThrow();
  }

  private static double middle(List<Double> samples) {
    return samples.stream().sorted().toList().get(samples.size() / 2);
  }

  /// Of some partition of a topic that nobody looks for.
  private static MetadataRecord change(int partition) {
    var now =
        new PartitionImage(
            partition,
            101,
            7,
            12,
            List.of(100, 101, 102),
            List.of(),
            List.of(),
            List.of(101, 102),
            List.of());
    return new MetadataRecord.PartitionChanged(new TopicId(1, 1), now);
  }
}
