package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.group.classic.GroupDescription;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.classic.LeaveAnswer;
import io.headrace.group.classic.SyncAnswer;
import io.headrace.group.state.Blob;
import io.headrace.group.state.CommittedOffset;
import io.headrace.group.state.GroupMetadata;
import io.headrace.group.state.GroupRecord;
import io.headrace.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes what the coordinator says in the words of scenarios.
record Printer(Names names) {

  List<String> records(ByteBuffer batch) {
    List<String> lines = new ArrayList<>();
    Records.read(batch).forEach(record -> lines.add("log: " + show(record)));
    return lines;
  }

  String join(JoinAnswer answer) {
    if (answer.error() != ErrorCode.NONE) {
      return answer.error() + " id=" + names.of(answer.memberId());
    }
    String members =
        answer.members().stream()
            .map(member -> names.of(member.memberId()))
            .collect(Collectors.joining(", ", "[", "]"));
    return "joined as %s, generation %d, %s, leader %s%s%s"
        .formatted(
            names.of(answer.memberId()),
            answer.generation(),
            answer.protocolName(),
            names.of(answer.leaderId()),
            answer.members().isEmpty() ? "" : ", members " + members,
            answer.skipAssignment() ? ", skip assignment" : "");
  }

  String sync(SyncAnswer answer) {
    return answer.error() == ErrorCode.NONE
        ? "assigned '" + text(answer.assignment()) + "'"
        : answer.error().name();
  }

  String leave(LeaveAnswer answer) {
    return answer.members().stream()
        .map(left -> names.of(left.member().memberId()) + " " + left.error())
        .collect(Collectors.joining(", "));
  }

  String offsets(List<FetchedOffset> offsets) {
    return offsets.isEmpty()
        ? "nothing"
        : offsets.stream()
            .map(each ->
                each.partition() + "=" + (each.offset() == null ? "none" : show(each.offset())))
            .collect(Collectors.joining(" "));
  }

  String list(List<ListedGroup> groups) {
    return groups.stream()
        .map(each -> each.groupId() + " (" + each.protocolType() + ", " + each.state() + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  String description(GroupDescription group) {
    return "%s %s '%s' %s"
        .formatted(
            group.groupId(),
            group.state(),
            group.protocolName(),
            group.members().stream()
                .map(member ->
                    "%s%s '%s'"
                        .formatted(
                            names.of(member.memberId()),
                            member.groupInstanceId() == null
                                ? ""
                                : " (" + member.groupInstanceId() + ")",
                            text(member.assignment())))
                .toList());
  }

  /// `t-0` as a partition.
  static TopicPartition partition(String text) {
    int dash = text.lastIndexOf('-');
    return new TopicPartition(text.substring(0, dash), Integer.parseInt(text.substring(dash + 1)));
  }

  /// What a consumer of these topics, with commas between them, says of itself.
  static Blob subscription(String topics) {
    if (topics.equals("unreadable")) {
      return Blob.of(new byte[0]);
    }
    List<byte[]> encoded = new ArrayList<>();
    for (String topic : topics.split(",")) {
      encoded.add(topic.getBytes(StandardCharsets.UTF_8));
    }
    int size = encoded.stream().mapToInt(name -> 2 + name.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(2 + 4 + size + 4);
    buffer.putShort((short) 0).putInt(encoded.size());
    encoded.forEach(name -> buffer.putShort((short) name.length).put(name));
    return Blob.of(buffer.putInt(-1).array());
  }

  private String show(GroupRecord record) {
    return switch (record) {
      case GroupRecord.OffsetCommitted it ->
          it.groupId() + " " + it.partition() + "=" + show(it.offset());
      case GroupRecord.OffsetRemoved it -> it.groupId() + " " + it.partition() + " removed";
      case GroupRecord.GroupRemoved it -> it.groupId() + " removed";
      case GroupRecord.GroupStored it -> it.groupId() + " " + show(it.metadata());
    };
  }

  private String show(GroupMetadata group) {
    return "generation %d, %s, leader %s, members %s"
        .formatted(
            group.generation(),
            group.protocolName(),
            group.leaderId() == null ? "none" : names.of(group.leaderId()),
            group.members().stream()
                .map(member -> names.of(member.memberId()) + " '" + text(member.assignment()) + "'")
                .toList());
  }

  private static String show(CommittedOffset offset) {
    return offset.offset()
        + (offset.leaderEpoch() < 0 ? "" : "@" + offset.leaderEpoch())
        + (offset.metadata().isEmpty() ? "" : "'" + offset.metadata() + "'");
  }

  private static String text(Blob blob) {
    return new String(blob.bytes(), StandardCharsets.UTF_8);
  }
}
