package io.headrace.cli;

import io.headrace.base.TopicPartition;
import io.headrace.cli.cluster.Effect;
import io.headrace.cli.cluster.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Three nodes of which each votes, and whatever a test changes.
final class FakeOperations implements Operations {

  final List<Member> members = new ArrayList<>();
  final List<Voter> replicas = new ArrayList<>();
  final Map<TopicPartition, Move> moves = new TreeMap<>();
  final List<String> changes;
  Feature version = new Feature("headrace.version", 1, 1, 1);

  FakeOperations(List<String> changes) {
    this.changes = changes;
    for (int id = 1; id <= 3; id++) {
      members.add(new Member(id, "host-" + id, 9092, "", true));
      replicas.add(new Voter(id, true, 40, 0, 0));
    }
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public Quorum quorum() {
    return new Quorum(1, 7, 40, replicas);
  }

  @Override
  public List<Feature> features() {
    return List.of(version, new Feature("kraft.version", 1, 1, 1));
  }

  @Override
  public void raise(String feature, int level, Effect effect) {
    changes.add("raise %s %d %s".formatted(feature, level, effect));
  }

  @Override
  public void remove(int node) {
    changes.add("remove " + node);
  }

  @Override
  public void removeVote(int node) {
    changes.add("remove vote " + node);
  }

  @Override
  public void reassign(Map<TopicPartition, List<Integer>> targets) {
    changes.add("reassign " + targets);
  }

  @Override
  public void cancel(List<TopicPartition> moving) {
    changes.add("cancel " + moving);
  }

  @Override
  public Map<TopicPartition, Move> moves() {
    return moves;
  }
}
