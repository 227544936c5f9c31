package io.headrace.quorum;

import io.headrace.quorum.Membership.Newcomer;
import io.headrace.quorum.QuorumPlace.Contact;
import io.headrace.quorum.QuorumView.Answering;
import io.headrace.quorum.identity.NodeFormat.Voter;
import io.headrace.runtime.Peers;
import io.headrace.runtime.Timers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/// Finds out to which cluster a new node belongs, so that nobody has to format it.
///
/// It asks every contact who it is (DescribeCluster on the controller listener), until one of this
/// is so:
///
/// ```
///  one is in a cluster                     -> the node joins it, as a follower without a vote
///  all are as new as this one, and
///  this one has the smallest id of them    -> it begins a cluster with all of them as voters
/// ```
///
/// Only when *all* have said that they are new does a cluster begin: otherwise nodes that lost
/// their disks could begin another one while those that kept theirs are away. And only one of them
/// begins it; the others find it there when they ask again. Decision 0012.
///
/// Runs on: the reactor.
final class Forming {
  private static final byte CONTROLLERS = 2;
  private static final long ROUND_NS = 100_000_000;
  private static final long TIMEOUT_NS = 1_000_000_000;

  /// What the node is to do.
  sealed interface Outcome {
    record Begin(List<Voter> voters) implements Outcome {}

    record Join(String clusterId) implements Outcome {}
  }

  private final Newcomer self;
  private final QuorumPlace place;
  private final QuorumPorts around;
  private final Consumer<Outcome> outcome;
  private final Consumer<String> notice;
  private final List<Asked> asked = new ArrayList<>();
  private String lastNotice = "";
  private Timers.@Nullable Timer timer;
  private boolean over;
  private int nextCorrelationId;

  /// A contact, and what it said last.
  private static final class Asked {
    final Contact contact;
    final Peers.Peer line;
    @Nullable Answering answer;

    Asked(Contact contact, Peers.Peer line) {
      this.contact = contact;
      this.line = line;
    }
  }

  /// @param notice what an operator should know, each time that it changes
  Forming(
      Newcomer self,
      QuorumPlace place,
      QuorumPorts around,
      Consumer<Outcome> outcome,
      Consumer<String> notice) {
    this.self = self;
    this.place = place;
    this.around = around;
    this.outcome = outcome;
    this.notice = notice;
    for (Contact contact : place.others(self.nodeId())) {
      InetSocketAddress address = contact.address();
      asked.add(new Asked(contact, around.peers().at(address.getHostString(), address.getPort())));
    }
  }

  void begin() {
    asked.forEach(this::ask);
    timer = around.timers().after(ROUND_NS, this::nextRound);
  }

  void close() {
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    asked.forEach(it -> it.line.close());
  }

  /// Who this node is, for others that ask.
  QuorumView view() {
    return new QuorumView(
        new Answering(self.nodeId(), self.directoryId()),
        "",
        -1,
        List.of(
            new QuorumView.Controller(
                self.nodeId(), place.address().getHostString(), place.address().getPort())));
  }

  private void nextRound() {
    if (!over) {
      tellWhoIsMissing();
      begin();
    }
  }

  private void ask(Asked whom) {
    int correlationId = nextCorrelationId++;
    var request = new DescribeClusterRequestData().setEndpointType(CONTROLLERS);
    ByteBuffer frame = WireFormat.encode(request, correlationId, "new-" + self.nodeId());
    whom.line.send(
        frame,
        TIMEOUT_NS,
        new Peers.Answer() {
          @Override
          public void onAnswer(ByteBuffer bytes) {
            if (!over) {
              hear(whom, correlationId, bytes);
            }
          }

          @Override
          public void onLost(IOException cause) {
            whom.answer = null;
          }
        });
  }

  private void hear(Asked whom, int correlationId, ByteBuffer bytes) {
    DescribeClusterResponseData said;
    try {
      said =
          (DescribeClusterResponseData)
              WireFormat.decode(ApiKeys.DESCRIBE_CLUSTER, correlationId, bytes);
    } catch (RuntimeException e) {
      tell(where(whom) + " gave an answer that cannot be read: " + e.getMessage());
      return;
    }
    Answering answering = Answering.in(said.unknownTaggedFields());
    if (answering == null) {
      tell(where(whom) + " is no controller listener of Headrace");
    } else if (isAnotherThanTold(whom, answering)) {
      tell(where(whom) + " is node " + answering.nodeId() + ", not " + whom.contact.nodeId());
    } else if (!said.clusterId().isEmpty()) {
      decide(new Outcome.Join(said.clusterId()));
    } else {
      whom.answer = answering;
      beginIfAllAreNew();
    }
  }

  private static boolean isAnotherThanTold(Asked whom, Answering answering) {
    return whom.contact.nodeId() != Contact.ANYBODY && whom.contact.nodeId() != answering.nodeId();
  }

  private void beginIfAllAreNew() {
    Map<Integer, Voter> voters = new TreeMap<>();
    boolean isFounder = place.isFounder(self.nodeId());
    voters.put(self.nodeId(), new Voter(self.nodeId(), self.directoryId(), place.address()));
    for (Asked other : asked) {
      Answering answer = other.answer;
      if (answer == null) {
        return;
      }
      var voter = new Voter(answer.nodeId(), answer.directoryId(), other.contact.address());
      Voter before = voters.putIfAbsent(answer.nodeId(), voter);
      if (before != null && !before.directoryId().equals(answer.directoryId())) {
        tell("two nodes have the id " + answer.nodeId() + ", one is " + where(other));
        return;
      }
      isFounder |= answer.nodeId() == self.nodeId();
    }
    if (isFounder && voters.keySet().iterator().next() == self.nodeId()) {
      decide(new Outcome.Begin(List.copyOf(voters.values())));
    }
  }

  private void decide(Outcome decided) {
    close();
    outcome.accept(decided);
  }

  private void tellWhoIsMissing() {
    List<String> missing =
        asked.stream().filter(other -> other.answer == null).map(Forming::where).toList();
    if (!missing.isEmpty()) {
      tell("this node is new and waits for " + String.join(", ", missing));
    }
  }

  private void tell(String what) {
    if (!what.equals(lastNotice)) {
      lastNotice = what;
      notice.accept(what);
    }
  }

  private static String where(Asked other) {
    InetSocketAddress address = other.contact.address();
    return address.getHostString() + ":" + address.getPort();
  }
}
