package io.headrace.broker.peer;

import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.PeerMessages;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.runtime.Peers;
import io.headrace.runtime.Peers.Peer;
import io.headrace.runtime.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.apache.kafka.common.message.FetchResponseData;
import org.jspecify.annotations.Nullable;

/// Fetches of followers, by Kafka's Fetch.
public final class FetchLines implements ReplicaPeers {

  static final short VERSION = 18;

  /// Beyond what the leader may wait: then the connection is taken for dead.
  private static final long PATIENCE_NS = 2_000_000_000;

  private static final long NS_PER_MS = 1_000_000;

  private final Peers peers;
  private final Reactor reactor;
  private final IntFunction<@Nullable Endpoint> whereabouts;

  /// @param whereabouts where a broker is reached by others; null if that is not known
  public FetchLines(Peers peers, Reactor reactor, IntFunction<@Nullable Endpoint> whereabouts) {
    this.peers = peers;
    this.reactor = reactor;
    this.whereabouts = whereabouts;
  }

  @Override
  public Line to(int brokerId) {
    return new PeerLine(brokerId);
  }

  private final class PeerLine implements Line {
    private final int brokerId;
    private @Nullable Endpoint address;
    private @Nullable Peer open;
    private int correlationId;

    PeerLine(int brokerId) {
      this.brokerId = brokerId;
    }

    @Override
    public void fetch(ReplicaFetch request, Answer answer) {
      Peer peer = peer();
      if (peer == null) {
        reactor.execute(
            () -> answer.onLost(new IOException("nobody knows where broker " + brokerId + " is")));
        return;
      }
      ByteBuffer frame =
          PeerMessages.encode(
              ApiKey.FETCH, VERSION, correlationId++, FetchMessages.request(request));
      peer.send(
          frame,
          request.limits().maxWaitMs() * NS_PER_MS + PATIENCE_NS,
          new Peers.Answer() {
            @Override
            public void onAnswer(ByteBuffer answered) {
              take(answered, answer);
            }

            @Override
            public void onLost(IOException cause) {
              answer.onLost(cause);
            }
          });
    }

    private void take(ByteBuffer frame, Answer answer) {
      switch (PeerMessages.decode(ApiKey.FETCH, VERSION, frame, new FetchResponseData())) {
        case Decoding.Malformed<FetchResponseData> malformed ->
            answer.onLost(new IOException(malformed.reason()));
        case Decoding.Decoded<FetchResponseData> decoded ->
            answer.onFetched(FetchMessages.answer(decoded.value()));
      }
    }

    private @Nullable Peer peer() {
      Endpoint now = whereabouts.apply(brokerId);
      if (now == null) {
        return null;
      }
      Peer known = open;
      if (known == null || !now.equals(address)) {
        close();
        known = peers.at(now.host(), now.port());
        address = now;
        open = known;
      }
      return known;
    }

    @Override
    public void close() {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
