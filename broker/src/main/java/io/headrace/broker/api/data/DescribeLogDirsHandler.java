package io.headrace.broker.api.data;

import io.headrace.base.TopicId;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.LogDirectory;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.TopicImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.runtime.Disk;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.jspecify.annotations.Nullable;

/// DescribeLogDirs: which partitions are in which directory or on their way there, how large they
/// are (KIP-113), and how much room is left (KIP-827).
public final class DescribeLogDirsHandler
    implements ApiHandler<DescribeLogDirsRequestData, DescribeLogDirsResponseData> {

  /// What Kafka tells where the log itself is not there.
  private static final long NO_LAG_KNOWN = -1;

  private final Supplier<ClusterImage> image;
  private final List<LogDirectory> directories;
  private final Disk disk;

  public DescribeLogDirsHandler(
      Supplier<ClusterImage> image, List<LogDirectory> directories, Disk disk) {
    this.image = image;
    this.directories = directories;
    this.disk = disk;
  }

  @Override
  public void handle(ApiCall<DescribeLogDirsRequestData, DescribeLogDirsResponseData> call) {
    Map<String, Set<Integer>> wanted = wanted(call.request());
    var answer = new DescribeLogDirsResponseData();
    for (LogDirectory directory : directories) {
      answer.results().add(describe(directory, wanted));
    }
    call.reply(answer);
  }

  /// Null for everything.
  private static @Nullable Map<String, Set<Integer>> wanted(DescribeLogDirsRequestData request) {
    if (request.topics() == null) {
      return null;
    }
    var wanted = new HashMap<String, Set<Integer>>();
    for (DescribableLogDirTopic topic : request.topics()) {
      wanted.computeIfAbsent(topic.topic(), _ -> new HashSet<>()).addAll(topic.partitions());
    }
    return wanted;
  }

  private DescribeLogDirsResult describe(
      LogDirectory directory, @Nullable Map<String, Set<Integer>> wanted) {
    var result = new DescribeLogDirsResult().setLogDir(directory.path().toString());
    if (directory.offlineCause() != null) {
      return result.setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
    }
    try {
      result
          .setTotalBytes(disk.totalBytes(directory.path()))
          .setUsableBytes(disk.usableBytes(directory.path()));
    } catch (IOException e) {
      return result.setErrorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
    }
    Map<TopicId, DescribeLogDirsTopic> topics = new TreeMap<>();
    for (PartitionLog log : directory.logs()) {
      add(topics, wanted, log, new DescribeLogDirsPartition().setOffsetLag(0));
    }
    for (PartitionLog future : directory.futures()) {
      add(
          topics,
          wanted,
          future,
          new DescribeLogDirsPartition().setOffsetLag(lagOf(future)).setIsFutureKey(true));
    }
    result.topics().addAll(topics.values());
    return result;
  }

  private void add(
      Map<TopicId, DescribeLogDirsTopic> topics,
      @Nullable Map<String, Set<Integer>> wanted,
      PartitionLog log,
      DescribeLogDirsPartition described) {
    TopicImage topic = image.get().topic(log.id().topicId());
    if (topic != null && isWanted(topic.name(), log.id().partition(), wanted)) {
      topics
          .computeIfAbsent(topic.id(), _ -> new DescribeLogDirsTopic().setName(topic.name()))
          .partitions()
          .add(described.setPartitionIndex(log.id().partition()).setPartitionSize(log.sizeBytes()));
    }
  }

  /// How many offsets are still to be copied.
  private long lagOf(PartitionLog future) {
    for (LogDirectory directory : directories) {
      PartitionLog log = directory.log(future.id());
      if (log != null) {
        return Math.max(0, log.endOffset() - future.endOffset());
      }
    }
    return NO_LAG_KNOWN;
  }

  private static boolean isWanted(
      String topic, int partition, @Nullable Map<String, Set<Integer>> wanted) {
    return wanted == null || wanted.getOrDefault(topic, Set.of()).contains(partition);
  }
}
