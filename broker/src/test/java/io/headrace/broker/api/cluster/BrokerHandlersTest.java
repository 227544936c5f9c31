package io.headrace.broker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.broker.api.HandlerNode;
import io.headrace.metadata.BrokerImage;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.AllocateProducerIdsResponseData;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerHeartbeatResponseData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData.Listener;
import org.apache.kafka.common.message.BrokerRegistrationResponseData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.junit.jupiter.api.Test;

/// What a broker asks of the controller from its registration to its end.
final class BrokerHandlersTest {
  private static final int BROKER = 2;

  private final HandlerNode node = new HandlerNode();
  private final List<Integer> gone = new ArrayList<>();
  private final HeartbeatConnections connections =
      new HeartbeatConnections((_, epoch) -> epoch > 0, gone::add);

  @Test
  void aBrokerIsFencedUntilItKnowsOfItsOwnRegistration() {
    long epoch = register(HandlerNode.CLUSTER_ID).brokerEpoch();

    BrokerHeartbeatResponseData early = heartbeat(epoch, epoch - 1);
    BrokerHeartbeatResponseData later = heartbeat(epoch, epoch);

    assertThat(early.isCaughtUp()).isFalse();
    assertThat(early.isFenced()).isTrue();
    assertThat(later.isCaughtUp()).isTrue();
    assertThat(later.isFenced()).isFalse();
    BrokerImage broker = node.image().broker(BROKER);
    assertThat(broker.fenced()).isFalse();
    assertThat(broker.rack()).isEqualTo("b");
    assertThat(broker.endpoint("CONTROLLER").port()).isEqualTo(9093);
  }

  @Test
  void aBrokerOfAnotherClusterIsRefused() {
    assertThat(error(register("somebody-elses").errorCode()))
        .isEqualTo(ErrorCode.INCONSISTENT_CLUSTER_ID);
    assertThat(node.image().broker(BROKER)).isNull();
  }

  @Test
  void nobodyElseIsTheBrokerInTheControllersOwnProcess() {
    assertThat(error(register(1, HandlerNode.CLUSTER_ID).errorCode()))
        .isEqualTo(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
  }

  @Test
  void aSignOfLifeOfAnotherEpochIsStale() {
    long epoch = register(HandlerNode.CLUSTER_ID).brokerEpoch();

    assertThat(error(heartbeat(epoch - 1, epoch).errorCode()))
        .isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  @Test
  void aBrokerThatLeadsNothingMayGoWhenItAsksAgain() {
    long epoch = register(HandlerNode.CLUSTER_ID).brokerEpoch();
    heartbeat(epoch, epoch);

    BrokerHeartbeatResponseData first = ask(heartbeatOf(epoch, epoch).setWantShutDown(true));
    BrokerHeartbeatResponseData second = ask(heartbeatOf(epoch, epoch).setWantShutDown(true));

    assertThat(first.shouldShutDown()).isFalse();
    assertThat(first.isFenced()).isFalse();
    assertThat(second.shouldShutDown()).isTrue();
    assertThat(second.isFenced()).isTrue();
  }

  @Test
  void aBrokerThatWantsToBeFencedIs() {
    long epoch = register(HandlerNode.CLUSTER_ID).brokerEpoch();

    assertThat(ask(heartbeatOf(epoch, epoch).setWantFence(true)).isFenced()).isTrue();
  }

  @Test
  void theConnectionOfTheLastSignOfLifeStandsForTheBroker() {
    connections.onHeartbeat(BROKER, 1, 10);
    connections.onHeartbeat(BROKER, 1, 11);
    connections.onClosed(10);
    assertThat(gone).isEmpty();

    connections.onClosed(11);

    assertThat(gone).containsExactly(BROKER);
  }

  @Test
  void aConnectionStandsForTheBrokerThatSpokeLast() {
    connections.onHeartbeat(BROKER, 1, 10);
    connections.onHeartbeat(3, 1, 10);

    connections.onClosed(10);
    connections.onClosed(10);

    assertThat(gone).containsExactly(3);
  }

  @Test
  void onlyAKnownBrokerIsUnregistered() {
    register(HandlerNode.CLUSTER_ID);

    assertThat(error(unregister(7).errorCode())).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
    assertThat(unregister(7).errorMessage()).contains("7");
    assertThat(error(unregister(BROKER).errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(node.image().broker(BROKER)).isNull();
  }

  @Test
  void blocksOfProducerIdsFollowEachOther() {
    long epoch = register(HandlerNode.CLUSTER_ID).brokerEpoch();

    AllocateProducerIdsResponseData first = allocate(epoch);
    AllocateProducerIdsResponseData second = allocate(epoch);

    assertThat(first.producerIdLen()).isPositive();
    assertThat(second.producerIdStart()).isEqualTo(first.producerIdStart() + first.producerIdLen());
    assertThat(error(allocate(epoch - 1).errorCode())).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  private BrokerRegistrationResponseData register(String clusterId) {
    return register(BROKER, clusterId);
  }

  private BrokerRegistrationResponseData register(int broker, String clusterId) {
    var request =
        new BrokerRegistrationRequestData()
            .setBrokerId(broker)
            .setClusterId(clusterId)
            .setIncarnationId(new Uuid(4, 2))
            .setRack("b");
    request.listeners().add(new Listener().setName("CONTROLLER").setHost("h").setPort(9093));
    return node.ask(new BrokerRegistrationHandler(node.controller, 1), 4, request);
  }

  private static BrokerHeartbeatRequestData heartbeatOf(long epoch, long metadataOffset) {
    return new BrokerHeartbeatRequestData()
        .setBrokerId(BROKER)
        .setBrokerEpoch(epoch)
        .setCurrentMetadataOffset(metadataOffset);
  }

  private BrokerHeartbeatResponseData heartbeat(long epoch, long metadataOffset) {
    return ask(heartbeatOf(epoch, metadataOffset));
  }

  private BrokerHeartbeatResponseData ask(BrokerHeartbeatRequestData request) {
    return node.ask(new BrokerHeartbeatHandler(node.controller, connections), 1, request);
  }

  private UnregisterBrokerResponseData unregister(int broker) {
    return node.ask(
        new UnregisterBrokerHandler(node.controller),
        0,
        new UnregisterBrokerRequestData().setBrokerId(broker));
  }

  private AllocateProducerIdsResponseData allocate(long epoch) {
    return node.ask(
        new AllocateProducerIdsHandler(node.controller),
        0,
        new AllocateProducerIdsRequestData().setBrokerId(BROKER).setBrokerEpoch(epoch));
  }

  private static ErrorCode error(short code) {
    return ErrorCode.ofCode(code);
  }
}
