package io.headrace.cli.fetch;

import io.headrace.cli.wire.Connection;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// A fetch that is under way at one leader.
///
/// @param wanted the partitions that were asked for, and from which offset
record Fetching(Connection leader, short version, SortedMap<Integer, Long> wanted) {

  /// Long enough to be cheap, short enough for Ctrl-C.
  private static final int MAX_WAIT_MS = 250;

  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private static final int MAX_PARTITION_BYTES = 2 * 1024 * 1024;

  /// The last version that calls topics by their names.
  private static final int VERSION = 12;

  private static final int NO_SESSION_EPOCH = -1;

  static Fetching send(Connection leader, String topic, SortedMap<Integer, Long> wanted)
      throws IOException {
    var partitions = new ArrayList<FetchPartition>();
    wanted.forEach((partition, offset) ->
        partitions.add(
            new FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(MAX_PARTITION_BYTES)));
    var request =
        new FetchRequestData()
            .setMaxWaitMs(MAX_WAIT_MS)
            .setMinBytes(1)
            .setMaxBytes(MAX_BYTES)
            .setSessionEpoch(NO_SESSION_EPOCH)
            .setTopics(List.of(new FetchTopic().setTopic(topic).setPartitions(partitions)));
    short version = leader.version(ApiKey.FETCH, VERSION, VERSION);
    leader.send(ApiKey.FETCH, version, request);
    return new Fetching(leader, version, wanted);
  }

  /// Waits for the answer.
  List<Fetched> receive() throws IOException {
    FetchResponseData answer = leader.receive(ApiKey.FETCH, version, new FetchResponseData());
    if (answer.errorCode() != ErrorCode.NONE.code()) {
      throw new IOException(leader + " says " + ErrorCode.ofCode(answer.errorCode()));
    }
    var fetched = new ArrayList<Fetched>();
    for (var topic : answer.responses()) {
      for (var partition : topic.partitions()) {
        ByteBuffer bytes =
            partition.records() instanceof MemoryRecords records
                ? records.buffer()
                : ByteBuffer.allocate(0);
        fetched.add(
            new Fetched(
                partition.partitionIndex(), ErrorCode.ofCode(partition.errorCode()), bytes));
      }
    }
    return fetched;
  }
}
