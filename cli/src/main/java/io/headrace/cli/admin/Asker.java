package io.headrace.cli.admin;

import io.headrace.cli.line.Failure;
import io.headrace.cli.wire.Brokers;
import io.headrace.cli.wire.Brokers.Question;
import io.headrace.cli.wire.Refusals;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/// Asks the nodes of a cluster, and turns what goes wrong into failures of the command.
///
/// `what` is in all methods the request in words that follow "cannot", such as `create topic x`.
final class Asker {

  /// Coordinators of a cluster that has just started load their groups first.
  private static final int COORDINATOR_TRIES = 20;

  private static final long PAUSE_MS = 100;

  private final Brokers brokers;
  private final String bootstrap;

  Asker(Brokers brokers, String bootstrap) {
    this.brokers = brokers;
    this.bootstrap = bootstrap;
  }

  <T extends ApiMessage> T any(String what, Question<T> question) {
    try {
      return brokers.ask(question);
    } catch (IOException e) {
      throw Refusals.lost(e, what, bootstrap);
    }
  }

  /// Asks the node with this id, which [#metadata] has named.
  <T extends ApiMessage> T node(int id, String what, Question<T> question) {
    try {
      return brokers.ask(id, question);
    } catch (IOException e) {
      throw Refusals.lost(e, what, "node " + id);
    }
  }

  /// @param topics all if null
  MetadataResponseData metadata(String what, @Nullable List<String> topics) {
    var request = new MetadataRequestData().setAllowAutoTopicCreation(false).setTopics(null);
    if (topics != null) {
      var wanted = new ArrayList<MetadataRequestTopic>();
      topics.forEach(name -> wanted.add(new MetadataRequestTopic().setName(name)));
      request.setTopics(wanted);
    }
    try {
      return brokers.metadata(request);
    } catch (IOException e) {
      throw Refusals.lost(e, what, bootstrap);
    }
  }

  /// The node that looks after a group.
  FindCoordinatorResponseData coordinator(String group, String what) {
    FindCoordinatorResponseData answer = findCoordinator(group, what);
    for (int i = 1; i < COORDINATOR_TRIES && mayComeUp(answer.errorCode()); i++) {
      pause();
      answer = findCoordinator(group, what);
    }
    require(answer.errorCode(), answer.errorMessage(), what);
    metadata(what, List.of());
    return answer;
  }

  /// Asks the node that looks after a group.
  <T extends ApiMessage> T coordinatorOf(String group, String what, Question<T> question) {
    return node(coordinator(group, what).nodeId(), what, question);
  }

  /// @throws Failure unless the code says that all went well
  void require(short code, @Nullable String said, String what) {
    Refusals.require(code, said, what, bootstrap);
  }

  Failure refused(ErrorCode error, String what) {
    return Refusals.of(error, null, what, bootstrap);
  }

  private FindCoordinatorResponseData findCoordinator(String group, String what) {
    return any(
        what,
        new Question<>(
            ApiKey.FIND_COORDINATOR,
            1,
            3,
            new FindCoordinatorRequestData().setKey(group).setKeyType((byte) 0),
            new FindCoordinatorResponseData()));
  }

  private static boolean mayComeUp(short code) {
    return code != ErrorCode.NONE.code() && ErrorCode.ofCode(code).isRetriable();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a coordinator comes up", e);
    }
  }
}
