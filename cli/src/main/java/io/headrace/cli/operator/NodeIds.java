package io.headrace.cli.operator;

import io.headrace.cli.cluster.Operations.Member;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import java.util.ArrayList;
import java.util.List;

/// Ids of nodes as they are typed.
final class NodeIds {

  private NodeIds() {}

  static int parse(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException _) {
      throw Failure.usage(
          "there is no node " + word, "a node's id is a number", "headrace node list");
    }
  }

  /// Such as `1,2,3`.
  static List<Integer> parseAll(String words) {
    var ids = new ArrayList<Integer>();
    for (String word : words.split(",", -1)) {
      ids.add(parse(word.strip()));
    }
    return ids;
  }

  static Member require(List<Member> members, int id) {
    return members.stream()
        .filter(member -> member.id() == id)
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                Exit.NOT_FOUND,
                "there is no node " + id,
                "the cluster has the nodes " + members.stream().map(Member::id).toList(),
                "headrace node list"));
  }
}
