package io.headrace.broker.api.data;

import io.headrace.base.TopicPartition;
import io.headrace.broker.api.ApiCall;
import io.headrace.broker.api.ApiHandler;
import io.headrace.log.LogDirectory;
import io.headrace.metadata.ClusterImage;
import io.headrace.protocol.ErrorCode;
import io.headrace.replication.ReplicaLogs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDir;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.jspecify.annotations.Nullable;

/// AlterReplicaLogDirs: moves replicas of this broker to other log directories of it (KIP-113). The
/// answer comes when they are on their way; DescribeLogDirs shows how far they are.
public final class AlterReplicaLogDirsHandler
    implements ApiHandler<AlterReplicaLogDirsRequestData, AlterReplicaLogDirsResponseData> {

  private final Supplier<ClusterImage> image;
  private final List<LogDirectory> directories;
  private final ReplicaLogs logs;

  public AlterReplicaLogDirsHandler(
      Supplier<ClusterImage> image, List<LogDirectory> directories, ReplicaLogs logs) {
    this.image = image;
    this.directories = directories;
    this.logs = logs;
  }

  @Override
  public void handle(
      ApiCall<AlterReplicaLogDirsRequestData, AlterReplicaLogDirsResponseData> call) {
    Map<String, AlterReplicaLogDirTopicResult> results = new LinkedHashMap<>();
    wanted(call.request())
        .forEach((replica, path) ->
            results
                .computeIfAbsent(
                    replica.topic(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name))
                .partitions()
                .add(
                    new AlterReplicaLogDirPartitionResult()
                        .setPartitionIndex(replica.partition())
                        .setErrorCode(move(replica, path).code())));
    var answer = new AlterReplicaLogDirsResponseData();
    answer.results().addAll(results.values());
    call.reply(answer);
  }

  /// Of a replica that is named twice, the last place counts, as in Kafka.
  private static Map<TopicPartition, String> wanted(AlterReplicaLogDirsRequestData request) {
    Map<TopicPartition, String> wanted = new LinkedHashMap<>();
    for (AlterReplicaLogDir directory : request.dirs()) {
      for (AlterReplicaLogDirTopic topic : directory.topics()) {
        for (int partition : topic.partitions()) {
          wanted.put(new TopicPartition(topic.name(), partition), directory.path());
        }
      }
    }
    return wanted;
  }

  private ErrorCode move(TopicPartition replica, String path) {
    LogDirectory to = directory(path);
    return to == null
        ? ErrorCode.LOG_DIR_NOT_FOUND
        : logs.move(replica, image.get().topic(replica.topic()), to);
  }

  private @Nullable LogDirectory directory(String path) {
    for (LogDirectory each : directories) {
      if (path.equals(each.path().toString())
          || path.equals(each.path().toAbsolutePath().toString())) {
        return each;
      }
    }
    return null;
  }
}
