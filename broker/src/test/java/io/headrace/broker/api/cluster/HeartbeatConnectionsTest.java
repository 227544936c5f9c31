package io.headrace.broker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeartbeatConnectionsTest {

  private static final long EPOCH = 40;

  private final List<Integer> gone = new ArrayList<>();
  private final HeartbeatConnections connections =
      new HeartbeatConnections((broker, epoch) -> epoch == EPOCH, gone::add);

  @Test
  void aBrokerIsGoneWithTheConnectionOfItsLastHeartbeat() {
    connections.onHeartbeat(7, EPOCH, 1);

    connections.onClosed(1);
    connections.onClosed(1);

    assertThat(gone).containsExactly(7);
  }

  @Test
  void theEndOfAConnectionThatItHadBeforeSaysNothing() {
    connections.onHeartbeat(7, EPOCH, 1);
    connections.onHeartbeat(7, EPOCH, 2);

    connections.onClosed(1);
    assertThat(gone).isEmpty();

    connections.onClosed(2);
    assertThat(gone).containsExactly(7);
  }

  /// After a cut of the network, what was sent before arrives, and then the end of the connection.
  @Test
  void aHeartbeatThatComesLateByTheOldConnectionSaysNothingEither() {
    connections.onHeartbeat(7, EPOCH, 1);
    connections.onHeartbeat(7, EPOCH, 2);
    connections.onHeartbeat(7, EPOCH, 1);

    connections.onClosed(1);

    assertThat(gone).isEmpty();
  }

  @Test
  void whoDoesNotKnowTheEpochOfABrokerDoesNotSpeakForIt() {
    connections.onHeartbeat(7, EPOCH, 1);
    connections.onHeartbeat(7, EPOCH - 1, 2);

    connections.onClosed(2);
    assertThat(gone).isEmpty();

    connections.onClosed(1);
    assertThat(gone).containsExactly(7);
  }
}
