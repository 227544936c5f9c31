package io.headrace.cli.kafka;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Groups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;

/// Groups by way of the admin client.
final class KafkaGroups implements Groups {

  private final Admin admin;
  private final Calls calls;

  KafkaGroups(Admin admin, Calls calls) {
    this.admin = admin;
    this.calls = calls;
  }

  @Override
  public List<GroupSummary> list() {
    var groups = new ArrayList<GroupSummary>();
    for (GroupListing group : calls.await(admin.listGroups().all(), "list the groups")) {
      groups.add(
          new GroupSummary(
              group.groupId(),
              group.type().map(type -> type.toString()).orElse(""),
              group.protocol(),
              group.groupState().map(state -> state.toString()).orElse("")));
    }
    groups.sort(Comparator.comparing(GroupSummary::group));
    return groups;
  }

  @Override
  public GroupDetail describe(String name) {
    ConsumerGroupDescription group =
        calls.await(
            admin.describeConsumerGroups(List.of(name)).describedGroups(),
            name,
            "describe group " + name);
    var members = new ArrayList<Member>();
    for (MemberDescription member : group.members()) {
      members.add(
          new Member(
              member.consumerId(),
              member.groupInstanceId().orElse(""),
              member.clientId(),
              member.host(),
              member.assignment().topicPartitions().stream().map(Names::ours).sorted().toList()));
    }
    members.sort(Comparator.comparing(Member::memberId));
    Node coordinator = group.coordinator();
    return new GroupDetail(
        group.groupId(),
        group.type().toString(),
        group.groupState().toString(),
        group.partitionAssignor(),
        coordinator == null ? "" : coordinator.host() + ":" + coordinator.port(),
        members);
  }

  @Override
  public Map<TopicPartition, Long> committed(String group) {
    var offsets = new TreeMap<TopicPartition, Long>();
    calls
        .await(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            "read the offsets of group " + group)
        .forEach((partition, committed) -> {
          if (committed != null) {
            offsets.put(Names.ours(partition), committed.offset());
          }
        });
    return offsets;
  }

  @Override
  public void commit(String group, Map<TopicPartition, Long> offsets) {
    var request = new HashMap<org.apache.kafka.common.TopicPartition, OffsetAndMetadata>();
    offsets.forEach(
        (partition, offset) -> request.put(Names.theirs(partition), new OffsetAndMetadata(offset)));
    calls.await(admin.alterConsumerGroupOffsets(group, request).all(), "move group " + group);
  }

  @Override
  public void delete(List<String> groups) {
    calls.await(
        admin.deleteConsumerGroups(groups).all(), "delete group " + String.join(", ", groups));
  }
}
