package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Caller;
import io.headrace.group.classic.ClassicGroup;
import io.headrace.group.classic.GroupDescription;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.classic.JoinRequest;
import io.headrace.group.classic.LeaveAnswer;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.classic.SyncAnswer;
import io.headrace.group.classic.SyncRequest;
import io.headrace.group.offsets.CommitRequest;
import io.headrace.group.offsets.Committing;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.ImagePublisher;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers everything that clients ask about groups, for the groups that this node coordinates.
///
/// Follows the cluster's image: leads a shard for each partition of the offsets topic that this
/// node leads, loads it from its log, and lets go of it when leadership goes or changes its epoch.
/// A question about a group of another node is refused with NOT_COORDINATOR, while loading with
/// COORDINATOR_LOAD_IN_PROGRESS.
///
/// Runs on: the reactor.
public final class GroupCoordinator implements ImagePublisher.Subscriber {

  private final GroupConfig config;
  private final GroupPorts ports;
  private final Committing committing;
  private final Shards shards;

  public GroupCoordinator(int brokerId, GroupConfig config, GroupPorts ports) {
    this.config = config;
    this.ports = ports;
    this.committing = new Committing(config.maxMetadataChars());
    this.shards = new Shards(brokerId, config, ports);
  }

  @Override
  public void onImage(ImageChange change) {
    shards.onImage(change);
  }

  /// Lets go of everything; whoever waits is refused.
  public void close() {
    shards.close();
  }

  public void join(JoinRequest request, Caller<JoinAnswer> caller) {
    int sessionMs = request.timeouts().sessionMs();
    if (request.groupId().isEmpty()) {
      caller.refuse(ErrorCode.INVALID_GROUP_ID);
      return;
    }
    if (sessionMs < config.classic().minSessionTimeoutMs()
        || sessionMs > config.classic().maxSessionTimeoutMs()) {
      caller.refuse(ErrorCode.INVALID_SESSION_TIMEOUT);
      return;
    }
    GroupShard shard = shardOf(request.groupId(), caller);
    if (shard == null) {
      return;
    }
    if (request.member().hasMemberId() && shard.groupOrNull(request.groupId()) == null) {
      caller.refuse(ErrorCode.UNKNOWN_MEMBER_ID);
      return;
    }
    shard.decide(
        request.groupId(), out -> shard.groupOrNew(request.groupId()).join(request, caller, out));
  }

  public void sync(SyncRequest request, Caller<SyncAnswer> caller) {
    withGroup(
        request.groupId(),
        caller,
        (shard, group) -> shard.decide(group.id(), out -> group.sync(request, caller, out)));
  }

  /// The answer is the outcome.
  public void heartbeat(String groupId, MemberRef ref, int generation, Caller<ErrorCode> caller) {
    withGroup(
        groupId,
        caller,
        (shard, group) ->
            shard.decide(groupId, out -> out.answer(caller, group.heartbeat(ref, generation))));
  }

  public void leave(String groupId, List<MemberRef> members, Caller<LeaveAnswer> caller) {
    withGroup(
        groupId,
        caller,
        (shard, group) ->
            shard.decide(groupId, out -> out.answer(caller, group.leave(members, out))));
  }

  /// Commits offsets in the name of a member, or of nobody (generation −1) where the group has no
  /// members. The answer has an outcome for each entry.
  public void commit(
      CommitRequest request, MemberRef ref, int generation, Caller<List<ErrorCode>> caller) {
    GroupShard shard = shardOf(request.groupId(), caller);
    if (shard == null) {
      return;
    }
    ClassicGroup group = shard.groupOrNull(request.groupId());
    ErrorCode error;
    if (group != null) {
      error = group.checkCommit(ref, generation);
    } else {
      error = generation < 0 ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND;
    }
    if (error != ErrorCode.NONE) {
      caller.refuse(error);
      return;
    }
    shard.decide(
        request.groupId(),
        out -> out.answer(caller, committing.decide(request, ports.clock().wallMs(), out)));
  }

  /// Tells how far a group has come, as far as it is committed in the log.
  ///
  /// @param wanted null for all that there are
  public void fetch(
      String groupId, @Nullable List<TopicPartition> wanted, Caller<List<FetchedOffset>> caller) {
    GroupShard shard = shardOf(groupId, caller);
    if (shard == null) {
      return;
    }
    List<FetchedOffset> found = new ArrayList<>();
    if (wanted == null) {
      shard.offsets().of(groupId).forEach((p, offset) -> found.add(new FetchedOffset(p, offset)));
    } else {
      wanted.forEach(p -> found.add(new FetchedOffset(p, shard.offsets().get(groupId, p))));
    }
    shard.ask(out -> out.answer(caller, found));
  }

  /// Deletes committed offsets, except those of topics that a member reads. The answer has an
  /// outcome for each partition.
  public void deleteOffsets(
      String groupId, List<TopicPartition> partitions, Caller<List<ErrorCode>> caller) {
    if (groupId.isEmpty()) {
      caller.refuse(ErrorCode.INVALID_GROUP_ID);
      return;
    }
    withVisibleGroup(
        groupId,
        caller,
        (shard, group) -> {
          ErrorCode error = group.checkDeleteOffsets();
          if (error == ErrorCode.NONE) {
            shard.decide(groupId, out -> shard.deleteOffsets(group, partitions, caller, out));
          } else {
            caller.refuse(error);
          }
        });
  }

  /// Deletes a group that has no members; the answer is the outcome.
  public void delete(String groupId, Caller<ErrorCode> caller) {
    withVisibleGroup(
        groupId,
        caller,
        (shard, group) ->
            shard.decide(
                groupId,
                out -> {
                  ErrorCode error = group.checkDelete();
                  if (error == ErrorCode.NONE) {
                    shard.removeGroup(group, out);
                  }
                  out.answer(caller, error);
                }));
  }

  /// Describes a group; refused with GROUP_ID_NOT_FOUND if there is none.
  public void describe(String groupId, Caller<GroupDescription> caller) {
    withVisibleGroup(
        groupId, caller, (shard, group) -> shard.ask(out -> out.answer(caller, group.describe())));
  }

  /// Lists the groups that this node coordinates; refused while one of its shards is loading.
  public void list(Caller<List<ListedGroup>> caller) {
    List<GroupShard> all = shards.all();
    for (GroupShard shard : all) {
      if (!shard.isActive()) {
        caller.refuse(shard.refusal());
        return;
      }
    }
    if (all.isEmpty()) {
      caller.answer(List.of());
      return;
    }
    var gathering = new Gathering<>(all.size(), caller);
    all.forEach(shard -> shard.ask(out -> out.answer(gathering, shard.listed())));
  }

  private interface Question {
    void ask(GroupShard shard, ClassicGroup group);
  }

  /// Also groups that have but invitations are found.
  private void withGroup(String groupId, Caller<?> caller, Question question) {
    if (groupId.isEmpty()) {
      caller.refuse(ErrorCode.INVALID_GROUP_ID);
      return;
    }
    GroupShard shard = shardOf(groupId, caller);
    if (shard == null) {
      return;
    }
    ClassicGroup group = shard.groupOrNull(groupId);
    if (group == null) {
      caller.refuse(ErrorCode.UNKNOWN_MEMBER_ID);
    } else {
      question.ask(shard, group);
    }
  }

  private void withVisibleGroup(String groupId, Caller<?> caller, Question question) {
    GroupShard shard = shardOf(groupId, caller);
    if (shard == null) {
      return;
    }
    ClassicGroup group = shard.group(groupId);
    if (group == null) {
      caller.refuse(ErrorCode.GROUP_ID_NOT_FOUND);
    } else {
      question.ask(shard, group);
    }
  }

  /// The active shard of a group; null if there is none here, and then the caller has been refused.
  private @Nullable GroupShard shardOf(String groupId, Caller<?> caller) {
    GroupShard shard = shards.of(groupId);
    if (shard == null) {
      caller.refuse(ErrorCode.NOT_COORDINATOR);
      return null;
    }
    if (!shard.isActive()) {
      caller.refuse(shard.refusal());
      return null;
    }
    return shard;
  }
}
