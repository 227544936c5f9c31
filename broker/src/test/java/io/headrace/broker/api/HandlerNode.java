package io.headrace.broker.api;

import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.topic.NewTopic;
import io.headrace.controller.topic.NewTopic.Assignment;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// A node that has a controller and nothing else, for tests of handlers in simulated time.
///
/// It is broker 1, in service, and whatever a test adds.
public final class HandlerNode {
  public static final String CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAQ";
  public static final String LISTENER = "PLAINTEXT";

  public final ImagePublisher publisher = new ImagePublisher();
  public final EffectiveConfigs configs = new EffectiveConfigs(1, new TreeMap<>());
  public final Controller controller;
  private final SimulatedWorld world = new SimulatedWorld(1);
  private final Life life = new SimulatedMachine(world).life();

  public HandlerNode() {
    this(List.of());
  }

  /// @param features what it can do
  public HandlerNode(List<SupportedFeature> features) {
    controller =
        new Controller(
            1,
            () -> CLUSTER_ID,
            new MemoryMetadataLog(1, life.reactor()),
            publisher,
            ControllerSettings.byDefault(new TopicDefaults(3, 1), configs).supporting(features),
            new ControllerPorts(life.clock(), life.timers(), life.random()));
    run(controller::start);
    broker(1, features);
  }

  /// Takes a broker into service.
  public void broker(int id, List<SupportedFeature> features) {
    var applicant =
        new Applicant(
                id, new Incarnation(id, 1), null, List.of(new Endpoint(LISTENER, "host", 9092)))
            .supporting(features);
    run(() -> controller.registerBroker(Request.change(1_000), applicant, _ -> {}));
  }

  /// Makes a topic of one partition with replicas on these brokers, the leader first.
  public void topic(String name, List<Integer> replicas) {
    int none = NewTopic.DEFAULT;
    var wanted = new NewTopic(name, none, none, List.of(new Assignment(0, replicas)), Map.of());
    run(() -> controller.createTopics(Request.change(1_000), List.of(wanted), _ -> {}));
  }

  /// The partition of this number of a topic.
  public PartitionImage partition(String topic, int number) {
    return image().topic(topic).partitions().get(number);
  }

  public ClusterImage image() {
    return publisher.current();
  }

  /// Hands a request to a handler and gives its answer.
  public <Q extends ApiMessage, A extends ApiMessage> A ask(
      ApiHandler<Q, A> handler, int version, Q request) {
    var answers = new ArrayList<A>();
    run(() -> handler.handle(new Call<>(request, (short) version, answers)));
    if (answers.size() != 1) {
      throw new AssertionError(answers.size() + " answers to " + request);
    }
    return answers.getFirst();
  }

  /// Lets something happen on the reactor, and a tenth of a second pass.
  public void run(Runnable action) {
    life.reactor().execute(action);
    world.advance(100_000_000L);
    if (life.uncaught() != null) {
      throw new AssertionError(life.uncaught());
    }
  }

  private record Call<Q extends ApiMessage, A extends ApiMessage>(
      Q request, short version, List<A> answers) implements ApiCall<Q, A> {
    @Override
    public String clientId() {
      return "test";
    }

    @Override
    public long connection() {
      return 1;
    }

    @Override
    public InetAddress clientAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public String listener() {
      return LISTENER;
    }

    @Override
    public <T> Consumer<T> later(Consumer<T> completion) {
      return completion;
    }

    @Override
    public void reply(A answer) {
      answers.add(answer);
    }
  }
}
