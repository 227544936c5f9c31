package io.headrace.broker.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.broker.peer.FetchLines;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.protocol.Decoding;
import io.headrace.protocol.ErrorCode;
import io.headrace.protocol.RequestDecoder;
import io.headrace.protocol.RequestHeader;
import io.headrace.protocol.fetch.FetchResponseEncoder;
import io.headrace.protocol.fetch.PartSink;
import io.headrace.replication.FollowerAnswer;
import io.headrace.replication.follower.ReplicaFetch;
import io.headrace.replication.follower.ReplicaFetched;
import io.headrace.replication.follower.ReplicaPeers;
import io.headrace.replication.follower.Wish;
import io.headrace.replication.leader.FollowerVerdict;
import io.headrace.runtime.FileSlice;
import io.headrace.runtime.Peers;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.Test;

class FetchBetweenBrokersTest {

  private static final PartitionId ORDERS = new PartitionId(new TopicId(3, 4), 7);

  private final SimulatedWorld world = new SimulatedWorld(1);
  private final List<ByteBuffer> frames = new ArrayList<>();
  private final List<Peers.Answer> answers = new ArrayList<>();
  private final List<ReplicaFetched> fetched = new ArrayList<>();
  private final ReplicaPeers.Line line =
      new FetchLines(
              this::peer,
              new SimulatedMachine(world).life().reactor(),
              id -> new Endpoint("PLAINTEXT", "localhost", 9092))
          .to(2);

  private Peers.Peer peer(String host, int port) {
    return new Peers.Peer() {
      @Override
      public void send(ByteBuffer frame, long timeoutNs, Peers.Answer answer) {
        frames.add(frame);
        answers.add(answer);
      }

      @Override
      public void close() {}
    };
  }

  private final ReplicaFetch fetch =
      new ReplicaFetch(
          5,
          6,
          1,
          99,
          new ReplicaFetch.Limits(500, 1 << 20, 10 << 20),
          List.of(new ReplicaFetch.Item(ORDERS, new Wish(3, 100, 2, 10, 80))),
          List.of(new PartitionId(new TopicId(8, 8), 1)));

  private RequestHeader send() {
    line.fetch(
        fetch,
        new ReplicaPeers.Answer() {
          @Override
          public void onFetched(ReplicaFetched answer) {
            fetched.add(answer);
          }

          @Override
          public void onLost(IOException cause) {
            throw new AssertionError(cause);
          }
        });
    return ((RequestHeader.Outcome.Known) RequestHeader.decode(frames.getFirst())).header();
  }

  @Test
  void theLeaderReadsWhatTheFollowerAsksAlsoTheSyncedEnd() {
    RequestHeader header = send();

    if (!(new RequestDecoder().decode(header, frames.getFirst())
        instanceof Decoding.Decoded<ApiMessage>(FetchRequestData request))) {
      throw new AssertionError("not decoded");
    }
    assertThat(FetchOfReplica.asked(request, 50 << 20)).isEqualTo(fetch);
  }

  @Test
  void theFollowerReadsWhereItsLogWentAnotherWay() {
    RequestHeader header = send();
    var part =
        new FollowerAnswer.Part(
            ORDERS, ErrorCode.NONE, 70, 10, new FollowerVerdict.Diverged(1, 60), null);

    answers
        .getFirst()
        .onAnswer(encode(header, new FollowerAnswer(ErrorCode.NONE, 5, List.of(part))));

    assertThat(fetched)
        .containsExactly(
            new ReplicaFetched(
                ErrorCode.NONE,
                5,
                List.of(
                    new ReplicaFetched.Part(
                        ORDERS,
                        ErrorCode.NONE,
                        70,
                        10,
                        new ReplicaFetched.Diverged(1, 60),
                        ByteBuffer.allocate(0)))));
  }

  private static ByteBuffer encode(RequestHeader header, FollowerAnswer answer) {
    ByteBuffer frame = ByteBuffer.allocate(1000);
    new FetchResponseEncoder<FileSlice>()
        .encode(
            header,
            FetchOfReplica.response(answer),
            new PartSink<>() {
              @Override
              public void bytes(ByteBuffer bytes) {
                frame.put(bytes.duplicate());
              }

              @Override
              public void records(FileSlice slice) {
                throw new AssertionError("no records were given");
              }
            });
    return frame.flip();
  }
}
