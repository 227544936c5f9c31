package io.headrace.group.classic;

import io.headrace.coordinator.Deadline;
import io.headrace.protocol.ErrorCode;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who belongs to a group, in the order of arrival; and who is invited to (KIP-394).
final class Members {

  /// How many may be invited at a time; beyond, the oldest invitation is forgotten.
  static final int MAX_INVITED = 1_000;

  private final MemberBudget budget;
  private final Map<String, Member> byId = new LinkedHashMap<>();
  private final Map<String, String> idByInstance = new TreeMap<>();
  private final Map<String, Deadline> invited = new LinkedHashMap<>();

  Members(MemberBudget budget) {
    this.budget = budget;
  }

  Collection<Member> all() {
    return byId.values();
  }

  int count() {
    return byId.size();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  @Nullable Member get(@Nullable String memberId) {
    return memberId == null ? null : byId.get(memberId);
  }

  boolean contains(String memberId) {
    return byId.containsKey(memberId);
  }

  void add(Member member) {
    put(member);
    budget.take(member.sizeInBytes());
  }

  private void put(Member member) {
    byId.put(member.id(), member);
    if (member.groupInstanceId() != null) {
      idByInstance.put(member.groupInstanceId(), member.id());
    }
  }

  void remove(Member member) {
    if (byId.remove(member.id(), member)) {
      budget.giveBack(member.sizeInBytes());
      if (member.groupInstanceId() != null) {
        idByInstance.remove(member.groupInstanceId(), member.id());
      }
    }
  }

  /// Puts a static member in the place of its former self, which keeps its rank.
  void replace(Member former, Member member) {
    List<Member> order = List.copyOf(byId.values());
    budget.giveBack(former.sizeInBytes());
    budget.take(member.sizeInBytes());
    byId.clear();
    order.forEach(each -> put(each == former ? member : each));
  }

  /// Changes what a member said of itself, within the budget's books.
  void update(Member member, JoinRequest request) {
    budget.giveBack(member.sizeInBytes());
    member.update(request.timeouts(), request.protocols());
    budget.take(member.sizeInBytes());
  }

  /// The id of the static member that holds this place, null if it is free.
  @Nullable String idOfInstance(String groupInstanceId) {
    return idByInstance.get(groupInstanceId);
  }

  /// Whether the reference is good: FENCED_INSTANCE_ID if another one has taken the static member's
  /// place, UNKNOWN_MEMBER_ID if there is none of that id (KIP-345).
  ErrorCode check(MemberRef ref) {
    if (ref.groupInstanceId() != null) {
      String holder = idByInstance.get(ref.groupInstanceId());
      if (holder == null) {
        return ErrorCode.UNKNOWN_MEMBER_ID;
      }
      return holder.equals(ref.memberId()) ? ErrorCode.NONE : ErrorCode.FENCED_INSTANCE_ID;
    }
    return byId.containsKey(ref.memberId()) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  void invite(String memberId, Deadline expiry) {
    invited.put(memberId, expiry);
    budget.take(memberId.length());
    if (invited.size() > MAX_INVITED) {
      uninvite(invited.keySet().iterator().next());
    }
  }

  /// Ends an invitation; false if there was none.
  boolean uninvite(String memberId) {
    Deadline expiry = invited.remove(memberId);
    if (expiry == null) {
      return false;
    }
    expiry.clear();
    budget.giveBack(memberId.length());
    return true;
  }

  boolean isInvited(String memberId) {
    return invited.containsKey(memberId);
  }

  boolean hasInvited() {
    return !invited.isEmpty();
  }

  int countJoining() {
    return (int) byId.values().stream().filter(Member::isJoining).count();
  }

  /// Whether nobody is missing for the next generation.
  boolean haveAllJoined() {
    return invited.isEmpty() && byId.values().stream().allMatch(Member::isJoining);
  }

  @Nullable Member firstJoining() {
    return byId.values().stream().filter(Member::isJoining).findFirst().orElse(null);
  }

  int longestRebalanceTimeoutMs() {
    return byId.values().stream().mapToInt(m -> m.timeouts().rebalanceMs()).max().orElse(0);
  }

  /// Whether one of these protocols is known to every member.
  boolean shareOneOf(List<Protocol> protocols) {
    return protocols.stream().anyMatch(protocol -> areAllAbleTo(protocol.name()));
  }

  private boolean areAllAbleTo(String protocolName) {
    return byId.values().stream().allMatch(member -> member.supports(protocolName));
  }

  /// The protocol with the most votes: each member votes for the first of its own that all are able
  /// to; among equals the one that was voted for first wins. Null without members.
  @Nullable String vote() {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (Member member : byId.values()) {
      for (Protocol protocol : member.protocols()) {
        if (areAllAbleTo(protocol.name())) {
          votes.merge(protocol.name(), 1, Integer::sum);
          break;
        }
      }
    }
    String winner = null;
    int most = 0;
    for (Map.Entry<String, Integer> entry : votes.entrySet()) {
      if (entry.getValue() > most) {
        winner = entry.getKey();
        most = entry.getValue();
      }
    }
    return winner;
  }

  /// Forgets everyone.
  void abandon(ErrorCode error) {
    for (Iterator<Member> all = List.copyOf(byId.values()).iterator(); all.hasNext(); ) {
      Member member = all.next();
      remove(member);
      member.abandon(error);
    }
    List.copyOf(invited.keySet()).forEach(this::uninvite);
  }
}
