package io.headrace.cli.admin;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Groups;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.message.ConsumerProtocolAssignment;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;

/// Groups, asked for at their coordinators.
final class WireGroups implements Groups {

  private static final String CLASSIC = "Classic";
  private static final String DEAD = "Dead";

  private final Asker asker;

  WireGroups(Asker asker) {
    this.asker = asker;
  }

  @Override
  public List<GroupSummary> list() {
    var groups = new ArrayList<GroupSummary>();
    String what = "list the groups";
    for (var node : asker.metadata(what, List.of()).brokers()) {
      ListGroupsResponseData answer =
          asker.node(
              node.nodeId(),
              what,
              new Question<>(
                  ApiKey.LIST_GROUPS,
                  0,
                  5,
                  new ListGroupsRequestData(),
                  new ListGroupsResponseData()));
      asker.require(answer.errorCode(), null, what);
      for (var group : answer.groups()) {
        groups.add(
            new GroupSummary(
                group.groupId(),
                capitalised(group.groupType()),
                group.protocolType(),
                group.groupState()));
      }
    }
    groups.sort(Comparator.comparing(GroupSummary::group));
    return groups;
  }

  @Override
  public GroupDetail describe(String name) {
    String what = "describe group " + name;
    FindCoordinatorResponseData coordinator = asker.coordinator(name, what);
    DescribeGroupsResponseData answer =
        asker.node(
            coordinator.nodeId(),
            what,
            new Question<>(
                ApiKey.DESCRIBE_GROUPS,
                0,
                6,
                new DescribeGroupsRequestData().setGroups(List.of(name)),
                new DescribeGroupsResponseData()));
    DescribedGroup group = answer.groups().getFirst();
    asker.require(group.errorCode(), group.errorMessage(), what);
    if (group.groupState().equals(DEAD)) {
      throw asker.refused(ErrorCode.GROUP_ID_NOT_FOUND, what);
    }
    var members = new ArrayList<Member>();
    for (var member : group.members()) {
      String instanceId = member.groupInstanceId();
      members.add(
          new Member(
              member.memberId(),
              instanceId == null ? "" : instanceId,
              member.clientId(),
              member.clientHost(),
              partitions(member.memberAssignment())));
    }
    members.sort(Comparator.comparing(Member::memberId));
    return new GroupDetail(
        group.groupId(),
        CLASSIC,
        group.groupState(),
        group.protocolData(),
        coordinator.host() + ":" + coordinator.port(),
        members);
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    String what = "read the offsets of group " + group;
    OffsetFetchResponseData answer =
        asker.coordinatorOf(
            group,
            what,
            new Question<>(
                ApiKey.OFFSET_FETCH,
                2,
                7,
                new OffsetFetchRequestData().setGroupId(group).setTopics(null),
                new OffsetFetchResponseData()));
    asker.require(answer.errorCode(), null, what);
    var offsets = new TreeMap<TopicPartition, Long>();
    for (var topic : answer.topics()) {
      for (var partition : topic.partitions()) {
        asker.require(partition.errorCode(), null, what);
        if (partition.committedOffset() >= 0) {
          offsets.put(
              new TopicPartition(topic.name(), partition.partitionIndex()),
              partition.committedOffset());
        }
      }
    }
    return offsets;
  }

  @Override
  public void commit(String group, Map<TopicPartition, Long> offsets) {
    var topics = new TreeMap<String, OffsetCommitRequestTopic>();
    offsets.forEach((partition, offset) ->
        topics
            .computeIfAbsent(
                partition.topic(), name -> new OffsetCommitRequestTopic().setName(name))
            .partitions()
            .add(
                new OffsetCommitRequestPartition()
                    .setPartitionIndex(partition.partition())
                    .setCommittedOffset(offset)
                    .setCommittedMetadata("")));
    var request =
        new OffsetCommitRequestData().setGroupId(group).setTopics(List.copyOf(topics.values()));
    String what = "move group " + group;
    OffsetCommitResponseData answer =
        asker.coordinatorOf(
            group,
            what,
            new Question<>(ApiKey.OFFSET_COMMIT, 2, 9, request, new OffsetCommitResponseData()));
    for (var topic : answer.topics()) {
      for (var partition : topic.partitions()) {
        asker.require(partition.errorCode(), null, what);
      }
    }
  }

  @Override
  public void delete(List<String> groups) {
    for (String group : groups) {
      String what = "delete group " + group;
      DeleteGroupsResponseData answer =
          asker.coordinatorOf(
              group,
              what,
              new Question<>(
                  ApiKey.DELETE_GROUPS,
                  0,
                  2,
                  new DeleteGroupsRequestData().setGroupsNames(List.of(group)),
                  new DeleteGroupsResponseData()));
      for (var deleted : answer.results()) {
        asker.require(deleted.errorCode(), null, what);
      }
    }
  }

  /// What a leader of the consumer protocol has given a member; nothing if it is of another kind.
  private static List<TopicPartition> partitions(byte[] assignment) {
    var partitions = new ArrayList<TopicPartition>();
    if (assignment.length > Short.BYTES) {
      ByteBuffer bytes = ByteBuffer.wrap(assignment);
      short version =
          (short)
              Math.clamp(
                  bytes.getShort(),
                  ConsumerProtocolAssignment.LOWEST_SUPPORTED_VERSION,
                  ConsumerProtocolAssignment.HIGHEST_SUPPORTED_VERSION);
      var read = new ConsumerProtocolAssignment(new ByteBufferAccessor(bytes), version);
      for (var topic : read.assignedPartitions()) {
        topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.topic(), each)));
      }
      partitions.sort(Comparator.naturalOrder());
    }
    return partitions;
  }

  /// As Kafka's tools write it; empty where the cluster is too old to know types.
  private static String capitalised(String type) {
    return type.isEmpty()
        ? type
        : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
  }
}
