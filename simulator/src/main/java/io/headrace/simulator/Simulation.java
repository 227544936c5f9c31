package io.headrace.simulator;

import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedRandom;
import io.headrace.runtime.simulated.SimulatedWorld;
import io.headrace.simulator.ProducerClient.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// One run: a node, its clients, and what befalls them, all from one seed.
///
/// First topics are made and clients produce and read while [Fate] strikes; then fate rests, the
/// producers come to an end, perhaps some bits are flipped, the power is cut once more, everything
/// is read again, and the [Checker] has its say.
public final class Simulation {
  static final String IDEMPOTENT = "idempotent";

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long STORM_NS = 4 * SECOND_NS;
  private static final long PATIENCE_NS = 120 * SECOND_NS;
  private static final int TOPICS = 2;
  private static final int PARTITIONS = 2;

  /// Small segments, so that rolls and several files come into play; nothing is ever deleted.
  private static final Map<String, String> TOPIC_CONFIGS =
      new TreeMap<>(Map.of("segment.bytes", "1048576", "retention.ms", "-1"));

  private static final int MAX_FLIPPED_BITS = 3;

  /// How a run ended well.
  ///
  /// @param historyHash the same for every run of the seed
  /// @param acknowledged batches that were acknowledged as durable
  /// @param reads records read
  /// @param blows what went wrong
  public record Outcome(long historyHash, int acknowledged, int reads, int blows) {}

  private final SimulatedWorld world;
  private final SimulatedMachine machine;
  private final Sabotage sabotage;
  private final SimulatedNode node;
  private final SimulatedRandom random;
  private final History history = new History();
  private final DamageLedger damage = new DamageLedger();
  private final List<ProducerClient> producers = new ArrayList<>();
  private final List<ReaderClient> readers = new ArrayList<>();
  private final OffsetCommitter committer;

  private Simulation(long seed, Sabotage sabotage) {
    world = new SimulatedWorld(seed);
    machine = new SimulatedMachine(world);
    this.sabotage = sabotage;
    sabotage.disk(machine.disk());
    node = new SimulatedNode(world, machine, sabotage);
    random = world.random().fork();
    committer = new OffsetCommitter(new SimulatedClient(world, node), history, "simulated-group");
  }

  /// Runs a seed.
  ///
  /// @throws InvariantViolation if a promise is broken
  public static Outcome run(long seed) {
    return run(seed, Sabotage.NONE);
  }

  /// Runs a seed with a planted bug.
  public static Outcome run(long seed, Sabotage sabotage) {
    return new Simulation(seed, sabotage).run();
  }

  private Outcome run() {
    node.start();
    makeTopics();
    Fate fate = new Fate(world, machine, node);
    fate.start();
    advance(STORM_NS);
    fate.end();
    producers.forEach(ProducerClient::stop);
    committer.stop();
    await("producers to be answered", () -> producers.stream().allMatch(ProducerClient::idle));
    await("the offset commit to be answered", committer::idle);
    flipBits();
    node.cutPower();
    await("the node to come back", node::running);
    readEverythingAgain();
    return new Outcome(
        world.historyHash(), history.batches().size(), history.readSoFar().size(), fate.blows());
  }

  private void makeTopics() {
    for (int t = 0; t < TOPICS; t++) {
      String topic = "topic-" + t;
      var client = new SimulatedClient(world, node);
      var configs = sabotage.topicConfigs(TOPIC_CONFIGS);
      new TopicMaker(client, topic, PARTITIONS, configs, () -> begin(topic)).start();
    }
    await("topics to be made", () -> history.topics().size() == TOPICS);
    committer.start();
  }

  private void begin(String topic) {
    history.topicCreated(topic, PARTITIONS);
    for (int p = 0; p < PARTITIONS; p++) {
      var target = new ProducerClient.Target(topic, p);
      var retry = sabotage.forgetsProducers() ? Retry.BLIND : Retry.IDEMPOTENT;
      produce(IDEMPOTENT + "-" + topic + "-" + p, target, retry);
      produce("plain-" + topic + "-" + p, target, Retry.NEVER);
      var reader = new ReaderClient(new SimulatedClient(world, node), history, target, damage);
      readers.add(reader);
      reader.start();
    }
  }

  private void produce(String name, ProducerClient.Target target, Retry retry) {
    var client = new SimulatedClient(world, node);
    var producer = new ProducerClient(client, history, name, target, retry);
    producers.add(producer);
    producer.start();
  }

  private void flipBits() {
    int bits = random.oneIn(2) ? random.nextInt(MAX_FLIPPED_BITS + 1) : 0;
    for (int i = 0; i < bits; i++) {
      if (node.flipBitInSegment(random)) {
        damage.bitFlipped();
      }
    }
  }

  private void readEverythingAgain() {
    readers.forEach(ReaderClient::rewind);
    readers.forEach(ReaderClient::lastPass);
    await("everything to be read", () -> readers.stream().allMatch(ReaderClient::atEnd));
    readers.forEach(ReaderClient::stop);
    Map<History.Slot, String> found = new TreeMap<>();
    readers.forEach(reader -> found.putAll(reader.found()));
    new Checker(history, damage).check(found);
    committer.check();
    await("the committed offset to be read", committer::checked);
  }

  private void advance(long durationNs) {
    world.advance(durationNs);
    node.checkSane();
  }

  private void await(String what, BooleanSupplier done) {
    boolean came = world.runUntil(() -> done.getAsBoolean() || node.insane(), PATIENCE_NS);
    node.checkSane();
    if (!came) {
      throw new InvariantViolation(
          "waited " + PATIENCE_NS / SECOND_NS + " simulated seconds in vain for " + what);
    }
  }
}
