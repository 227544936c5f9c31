package io.headrace.broker.api.admin;

import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.controller.Controller;
import io.headrace.controller.ControllerPorts;
import io.headrace.controller.ControllerSettings;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.topic.TopicDefaults;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ImagePublisher;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MemoryMetadataLog;
import io.headrace.metadata.config.EffectiveConfigs;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/// The admin handlers of a node that has a controller and nothing else, in simulated time.
final class AdminNode {
  final SimulatedWorld world = new SimulatedWorld(1);
  final ImagePublisher publisher = new ImagePublisher();
  final EffectiveConfigs configs = new EffectiveConfigs(1, new TreeMap<>());
  final Controller controller;
  private final Life life = new SimulatedMachine(world).life();

  AdminNode() {
    controller =
        new Controller(
            1,
            () -> "AAAAAAAAAAAAAAAAAAAAAQ",
            new MemoryMetadataLog(1, life.reactor()),
            publisher,
            ControllerSettings.byDefault(new TopicDefaults(3, 1), configs),
            new ControllerPorts(life.clock(), life.timers(), life.random()));
    run(controller::start);
    var applicant =
        new Applicant(
            1, new Incarnation(1, 1), null, List.of(new Endpoint("PLAINTEXT", "host", 9092)));
    run(() -> controller.registerBroker(Request.change(1_000), applicant, _ -> {}));
  }

  TopicAutoCreation autoCreation(boolean enabled) {
    return new TopicAutoCreation(new OwnController(controller), enabled, _ -> null);
  }

  /// Hands a request to a handler and gives its answer.
  <Q extends ApiMessage, A extends ApiMessage> A ask(
      ApiHandler<Q, A> handler, int version, Q request) {
    var answers = new ArrayList<A>();
    run(() -> handler.handle(new Call<>(request, (short) version, answers)));
    if (answers.size() != 1) {
      throw new AssertionError(answers.size() + " answers to " + request);
    }
    return answers.getFirst();
  }

  private void run(Runnable action) {
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
      return "PLAINTEXT";
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
