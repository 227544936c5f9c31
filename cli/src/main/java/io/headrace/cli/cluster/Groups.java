package io.headrace.cli.cluster;

import io.headrace.base.TopicPartition;
import java.util.List;
import java.util.Map;

/// The consumer groups of a cluster.
public interface Groups {

  /// In the order of their names.
  List<GroupSummary> list();

  GroupDetail describe(String group);

  /// The committed offset of each partition that has one.
  Map<TopicPartition, Long> committed(String group);

  void commit(String group, Map<TopicPartition, Long> offsets);

  void delete(List<String> groups);

  record GroupSummary(String group, String type, String protocol, String state) {}

  /// @param coordinator the address of the node that looks after the group
  record GroupDetail(
      String group,
      String type,
      String state,
      String assignor,
      String coordinator,
      List<Member> members) {
    public GroupDetail {
      members = List.copyOf(members);
    }
  }

  /// @param instanceId empty for a member that is not static
  record Member(
      String memberId,
      String instanceId,
      String clientId,
      String host,
      List<TopicPartition> partitions) {
    public Member {
      partitions = List.copyOf(partitions);
    }
  }
}
