package io.headrace.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The few requests that a load needs, as whole packets with their length in front, in the last
/// versions without tagged fields where there are such.
final class Messages {

  private static final short PRODUCE = 0;
  private static final short FETCH = 1;
  private static final short CREATE_TOPICS = 19;
  private static final short ELECT_LEADERS = 43;
  private static final short DESCRIBE_QUORUM = 55;
  private static final String METADATA_LOG = "__cluster_metadata";

  /// Where the leader's id stands in an answer: behind the correlation id, tagged fields, the
  /// error, one topic with its name, and one partition with its number and error.
  private static final int QUORUM_LEADER_AT = 4 + 1 + 2 + 1 + 1 + METADATA_LOG.length() + 1 + 4 + 2;

  private Messages() {}

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /// With one replica of each.
  static ByteBuffer createTopic(String topic, int partitions) {
    return createTopic(
        topic,
        out -> {
          out.writeInt(partitions);
          out.writeShort(1);
          out.writeInt(0);
        });
  }

  /// With a partition for each node from 1, which leads it and whose replicas are on all.
  static ByteBuffer createReplicatedTopic(String topic, int nodes) {
    return createReplicatedTopic(topic, nodes, nodes);
  }

  /// With partitions that the nodes from 1 lead in turn and whose replicas are on all.
  static ByteBuffer createReplicatedTopic(String topic, int nodes, int partitions) {
    return createTopic(
        topic,
        out -> {
          out.writeInt(-1);
          out.writeShort(-1);
          out.writeInt(partitions);
          for (int partition = 0; partition < partitions; partition++) {
            out.writeInt(partition);
            out.writeInt(nodes);
            for (int i = 0; i < nodes; i++) {
              out.writeInt((partition + i) % nodes + 1);
            }
          }
        });
  }

  private static ByteBuffer createTopic(String topic, Body partitions) {
    return packet(
        CREATE_TOPICS,
        2,
        0,
        out -> {
          out.writeInt(1);
          string(out, topic);
          partitions.writeTo(out);
          out.writeInt(0);
          out.writeInt(60_000);
          out.writeBoolean(false);
        });
  }

  /// For every partition that another replica leads than its first.
  static ByteBuffer electPreferredLeaders() {
    return packet(
        ELECT_LEADERS,
        1,
        0,
        out -> {
          out.writeByte(0);
          out.writeInt(-1);
          out.writeInt(10_000);
        });
  }

  /// Who leads the metadata log? Its answer is read by [#quorumLeader]. All its versions have
  /// tagged fields: none here.
  static ByteBuffer describeQuorum() {
    return packet(
        DESCRIBE_QUORUM,
        0,
        0,
        out -> {
          out.writeByte(0);
          out.writeByte(1 + 1);
          out.writeByte(METADATA_LOG.length() + 1);
          out.writeBytes(METADATA_LOG);
          out.writeByte(1 + 1);
          out.writeInt(0);
          out.writeByte(0);
          out.writeByte(0);
          out.writeByte(0);
        });
  }

  static int quorumLeader(ByteBuffer answer) {
    return answer.getInt(QUORUM_LEADER_AT);
  }

  /// With `acks=all`. Its answer is read by [ProduceAnswer].
  static ByteBuffer produce(Target target, int correlationId, Batch batch) {
    return packet(
        PRODUCE,
        8,
        correlationId,
        out -> {
          out.writeShort(-1);
          out.writeShort(-1);
          out.writeInt(30_000);
          out.writeInt(1);
          string(out, target.topic());
          out.writeInt(1);
          out.writeInt(target.partition());
          out.writeInt(batch.bytes().length);
          out.write(batch.bytes());
        });
  }

  /// Asks partition 0; waits up to half a second for the first byte. Its answer is read by
  /// [FetchAnswer], its offset set by [#at].
  static ByteBuffer fetch(String topic, int maxBytes) {
    return packet(
        FETCH,
        11,
        0,
        out -> {
          out.writeInt(-1);
          out.writeInt(500);
          out.writeInt(1);
          out.writeInt(maxBytes);
          out.writeByte(0);
          out.writeInt(0);
          out.writeInt(-1);
          out.writeInt(1);
          string(out, topic);
          out.writeInt(1);
          out.writeInt(0);
          out.writeInt(-1);
          out.writeLong(0);
          out.writeLong(-1);
          out.writeInt(maxBytes);
          out.writeInt(0);
          string(out, "");
        });
  }

  /// The same fetch, from another offset, to be sent from its beginning.
  static ByteBuffer at(long offset, ByteBuffer fetch) {
    int behindIt = Long.BYTES + Integer.BYTES + Integer.BYTES + Short.BYTES;
    return fetch.putLong(fetch.limit() - behindIt - Long.BYTES, offset).rewind();
  }

  private static ByteBuffer packet(short api, int version, int correlationId, Body body) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeInt(0);
      out.writeShort(api);
      out.writeShort(version);
      out.writeInt(correlationId);
      string(out, "load");
      body.writeTo(out);
      ByteBuffer packet = ByteBuffer.allocateDirect(bytes.size());
      packet.put(bytes.toByteArray()).putInt(0, bytes.size() - 4).flip();
      return packet;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
