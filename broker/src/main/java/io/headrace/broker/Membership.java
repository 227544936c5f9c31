package io.headrace.broker;

import io.headrace.broker.config.Endpoint;
import io.headrace.broker.config.NodeConfig;
import io.headrace.broker.life.BrokerLife;
import io.headrace.broker.life.LifeEvents;
import io.headrace.broker.life.NearestChannel;
import io.headrace.controller.Request;
import io.headrace.controller.broker.BrokerRegistration.Applicant;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.DirectoryId;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node becomes part of its cluster's work, and how it leaves.
///
/// A node without a controller listener is alone: its own controller takes it into service at once,
/// and nobody waits for signs of life. One that is no broker is at work as soon as it has caught
/// up. Any other lives as [BrokerLife] tells.
///
/// Runs on: the reactor.
final class Membership {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final int REGISTRATION_TIMEOUT_MS = 5_000;
  private static final long REGISTRATION_PAUSE_NS = 5_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long LEAVING_NS = 10_000 * NS_PER_MS;

  /// How long a controller that leaves waits until another one is there.
  private static final long HANDOVER_NS = 1_000 * NS_PER_MS;

  private static final long HANDOVER_LOOK_NS = 5 * NS_PER_MS;

  private final NodeConfig config;
  private final NodePorts ports;
  private final List<Endpoint> endpoints;
  private final NodeRooms rooms;
  private final Events events;
  private @Nullable BrokerLife life;
  private @Nullable Runnable left;
  private boolean served;
  private boolean closed;

  /// Hears how it goes.
  interface Events {

    /// The node is in service; told once.
    void onServing();

    /// Later, the controller was not heard for the length of a session: others may lead by now what
    /// this node led.
    void onCutOff();

    /// After that, the controller is heard again.
    void onBack();

    void onFailed(IOException cause);
  }

  /// @param endpoints where clients reach the node
  Membership(
      NodeConfig config,
      NodePorts ports,
      List<Endpoint> endpoints,
      NodeRooms rooms,
      Events events) {
    this.config = config;
    this.endpoints = List.copyOf(endpoints);
    this.ports = ports;
    this.rooms = rooms;
    this.events = events;
  }

  void begin(String clusterId) {
    if (!config.identity().roles().isBroker()) {
      serve();
      return;
    }
    List<DirectoryId> directories;
    try {
      directories = rooms.directoryIds();
    } catch (IOException e) {
      events.onFailed(e);
      return;
    }
    Endpoint own = config.quorum().reachedAt();
    if (own == null) {
      registerAlone();
      return;
    }
    var all = new ArrayList<>(endpoints);
    all.add(own);
    var applicant =
        new Applicant(
            config.identity().nodeId(),
            clusterId,
            rooms.incarnation,
            config.identity().rack(),
            toImage(all),
            config.features(),
            directories,
            Standing.FENCED);
    life =
        new BrokerLife(
            applicant,
            new NearestChannel(rooms.controller, rooms.newLine()),
            ports.clock(),
            ports.timers(),
            () -> rooms.publisher.current().offset(),
            new LifeListener(),
            rooms.tenure);
    life.start();
  }

  private static List<BrokerImage.Endpoint> toImage(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(each -> new BrokerImage.Endpoint(each.listener(), each.host(), each.port()))
        .toList();
  }

  private void registerAlone() {
    if (closed) {
      return;
    }
    var applicant =
        new Applicant(
                config.identity().nodeId(),
                rooms.incarnation,
                config.identity().rack(),
                toImage(endpoints))
            .supporting(config.features());
    rooms.controller.registerBroker(
        Request.change(REGISTRATION_TIMEOUT_MS),
        applicant,
        outcome -> {
          switch (outcome) {
            case Outcome.Done<Long> _ -> serve();
            case Outcome.Refused<Long> refused -> onNotRegistered(refused.refusal());
          }
        });
  }

  private void serve() {
    if (served) {
      LOG.info("node={} in service again", config.identity().nodeId());
    } else if (!closed) {
      served = true;
      events.onServing();
    }
  }

  /// A log that is short of room takes registrations to the last; when it does not, waiting would
  /// only hide why the node is not there.
  private void onNotRegistered(Refusal refusal) {
    if (refusal.error() == ErrorCode.KAFKA_STORAGE_ERROR) {
      events.onFailed(new IOException("the disk is full: " + refusal.message()));
    } else {
      ports.timers().after(REGISTRATION_PAUSE_NS, this::registerAlone);
    }
  }

  /// A new image is published.
  void onImage(ClusterImage before, ClusterImage after) {
    if (life == null) {
      if (config.identity().roles().isBroker()) {
        comeBack(before, after);
      }
      return;
    }
    life.onImage(after.offset());
    if (before.controllerId() != after.controllerId()) {
      if (before.controllerId() == config.identity().nodeId()) {
        life.onControlLost();
      }
      life.onNews();
    }
  }

  /// Somebody took the only node out of its own cluster.
  private void comeBack(ClusterImage before, ClusterImage after) {
    int nodeId = config.identity().nodeId();
    if (before.broker(nodeId) != null && after.broker(nodeId) == null) {
      ports.reactor().execute(this::registerAlone);
    }
  }

  /// Lets others lead what this node leads, then calls `done`; at once if there are no others.
  void leave(Consumer<String> progress, Runnable done) {
    if (!config.identity().roles().isBroker()) {
      rooms.resign();
      handOver(ports.clock().nowNs() + HANDOVER_NS, done);
      return;
    }
    int nodeId = config.identity().nodeId();
    boolean others =
        rooms.publisher.current().brokers().stream()
            .anyMatch(each -> each.id() != nodeId && !each.fenced());
    if (life == null || !others) {
      done.run();
      return;
    }
    progress.accept("handing over to the other nodes");
    left = done;
    life.leave(LEAVING_NS);
  }

  /// As the last thing, a controller that leaves sees to it that there is another.
  private void handOver(long untilNs, Runnable done) {
    boolean waits = rooms.controller.isActive() && ports.clock().nowNs() < untilNs;
    if (waits) {
      ports.timers().after(HANDOVER_LOOK_NS, () -> handOver(untilNs, done));
    } else {
      done.run();
    }
  }

  void close() {
    closed = true;
    if (life != null) {
      life.close();
    }
  }

  private final class LifeListener implements LifeEvents {

    @Override
    public void onServing() {
      serve();
    }

    @Override
    public void onFenced() {
      if (served) {
        LOG.warn("node={} fenced by the controller", config.identity().nodeId());
      }
    }

    @Override
    public void onCutOff() {
      LOG.warn("node={} hears no controller", config.identity().nodeId());
      if (served) {
        events.onCutOff();
      }
    }

    @Override
    public void onHeardAgain() {
      LOG.info("node={} hears the controller again", config.identity().nodeId());
      if (served) {
        events.onBack();
      }
    }

    @Override
    public void onRejected(Refusal refusal) {
      events.onFailed(
          new IOException(
              "the cluster does not take this node: "
                  + refusal.error()
                  + (refusal.message() == null ? "" : ", " + refusal.message())));
    }

    @Override
    public void onMayGo() {
      Runnable done = left;
      if (done != null) {
        rooms.resign();
        handOver(ports.clock().nowNs() + HANDOVER_NS, done);
      }
    }
  }
}
