package io.headrace.broker.life;

import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.PeerMessages;
import io.headrace.runtime.Clock;
import io.headrace.runtime.NobodyThereException;
import io.headrace.runtime.Peers;
import io.headrace.runtime.Peers.Peer;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.jspecify.annotations.Nullable;

/// Finds out at once, when the connection of a broker's heartbeats closes, whether its process is
/// gone. A broker that is too busy, or hears nothing of a controller that is, gives its connection
/// up and makes another: it must not lose its partitions for that.
///
/// So somebody knocks where the broker's node listens to other nodes. Refused, the process is gone.
/// Whoever takes the connection and drops it may be about to go, and is asked again for as long as
/// [#PATIENCE_NS]. All other silence is left to the broker's session.
///
/// Runs on: the reactor.
public final class BrokerKnocks {
  private static final long PATIENCE_NS = 1_000_000_000;
  private static final long PAUSE_NS = 20_000_000;

  private final Peers peers;
  private final Clock clock;
  private final Timers timers;
  private final IntFunction<@Nullable Endpoint> addresses;
  private final IntConsumer onGone;

  /// @param addresses where a broker's node listens to other nodes; null if that is not known
  /// @param onGone hears the id of a broker whose process is gone
  public BrokerKnocks(
      Peers peers,
      Clock clock,
      Timers timers,
      IntFunction<@Nullable Endpoint> addresses,
      IntConsumer onGone) {
    this.peers = peers;
    this.clock = clock;
    this.timers = timers;
    this.addresses = addresses;
    this.onGone = onGone;
  }

  /// The connection by which the broker gave its signs of life was closed.
  public void onClosed(int broker) {
    Endpoint address = addresses.apply(broker);
    if (address != null) {
      new Knock(broker, address, clock.nowNs() + PATIENCE_NS).send();
    }
  }

  private final class Knock implements Peers.Answer {
    private static final short VERSION = 0;

    private final int broker;
    private final Endpoint address;
    private final long untilNs;
    private final Peer line;

    Knock(int broker, Endpoint address, long untilNs) {
      this.broker = broker;
      this.address = address;
      this.untilNs = untilNs;
      this.line = peers.at(address.host(), address.port());
    }

    void send() {
      line.send(
          PeerMessages.encode(ApiKey.API_VERSIONS, VERSION, 0, new ApiVersionsRequestData()),
          untilNs - clock.nowNs(),
          this);
    }

    @Override
    public void onAnswer(ByteBuffer frame) {
      line.close();
    }

    @Override
    public void onLost(IOException cause) {
      line.close();
      if (cause instanceof NobodyThereException) {
        onGone.accept(broker);
      } else if (clock.nowNs() + PAUSE_NS < untilNs) {
        timers.after(PAUSE_NS, () -> new Knock(broker, address, untilNs).send());
      }
    }
  }
}
