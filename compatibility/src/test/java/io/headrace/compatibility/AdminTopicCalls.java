package io.headrace.compatibility;

import static io.headrace.compatibility.AdminCall.same;
import static io.headrace.compatibility.AdminStage.NOWHERE;
import static io.headrace.compatibility.AdminStage.done;
import static io.headrace.compatibility.AdminStage.get;

import java.util.List;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;

/// Calls of Admin that describe and delete topics.
final class AdminTopicCalls {

  private AdminTopicCalls() {}

  static final List<AdminCall> DELETIONS =
      List.of(
          same(
              "deleteTopics",
              "by name",
              s -> done(s.admin.deleteTopics(List.of(s.newTopic())).all()),
              "done"),
          same(
              "deleteTopics",
              "by id",
              s ->
                  done(
                      s.admin
                          .deleteTopics(TopicCollection.ofTopicIds(List.of(id(s, s.newTopic()))))
                          .all()),
              "done"),
          same(
              "deleteTopics",
              "twice",
              s -> {
                String name = s.newTopic();
                done(s.admin.deleteTopics(List.of(name)).all());
                return done(s.admin.deleteTopics(List.of(name)).all());
              },
              "UnknownTopicOrPartitionException"),
          same(
              "deleteTopics",
              "an unknown name",
              s -> done(s.admin.deleteTopics(List.of(NOWHERE)).all()),
              "UnknownTopicOrPartitionException"),
          same(
              "deleteTopics",
              "an unknown id",
              s ->
                  done(
                      s.admin
                          .deleteTopics(TopicCollection.ofTopicIds(List.of(Uuid.randomUuid())))
                          .all()),
              "UnknownTopicIdException"),
          same(
              "deleteTopics",
              "the id that is none",
              s ->
                  done(
                      s.admin
                          .deleteTopics(TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID)))
                          .all()),
              "InvalidTopicException"),
          same(
              "deleteTopics",
              "a bad name",
              s -> done(s.admin.deleteTopics(List.of("not/a/name")).all()),
              "UnknownTopicOrPartitionException"),
          same(
              "deleteTopics",
              "no name",
              s -> done(s.admin.deleteTopics(List.of("")).all()),
              "InvalidTopicException"));

  static final List<AdminCall> DESCRIPTIONS =
      List.of(
          same(
              "listTopics", "ours", s -> get(s.admin.listTopics().names()).contains(s.topic), true),
          same(
              "listTopics",
              "without the internal ones",
              s -> get(s.admin.listTopics().names()).contains("__consumer_offsets"),
              false),
          same(
              "listTopics",
              "with the internal ones",
              s ->
                  get(s.admin
                          .listTopics(new ListTopicsOptions().listInternal(true))
                          .namesToListings())
                      .get("__consumer_offsets")
                      .isInternal(),
              true),
          same("describeTopics", "partitions", s -> describe(s, s.topic).partitions().size(), 2),
          same(
              "describeTopics",
              "internal",
              s -> describe(s, "__consumer_offsets").isInternal(),
              true),
          same(
              "describeTopics",
              "what one may do",
              s ->
                  get(s.admin
                          .describeTopics(
                              List.of(s.topic),
                              new DescribeTopicsOptions().includeAuthorizedOperations(true))
                          .allTopicNames())
                      .get(s.topic)
                      .authorizedOperations()
                      .size(),
              "8"),
          same(
              "describeTopics",
              "an unknown name",
              s -> describe(s, NOWHERE),
              "UnknownTopicOrPartitionException"),
          same("describeTopics", "no name", s -> describe(s, ""), "InvalidTopicException"),
          same(
              "describeTopics",
              "a bad name",
              s -> describe(s, "not/a/name"),
              "InvalidTopicException"),
          same(
              "describeTopics",
              "by id",
              s -> {
                Uuid id = id(s, s.topic);
                return get(s.admin
                        .describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                        .allTopicIds())
                    .get(id)
                    .name()
                    .equals(s.topic);
              },
              true),
          same(
              "describeTopics",
              "an unknown id",
              s ->
                  get(
                      s.admin
                          .describeTopics(TopicCollection.ofTopicIds(List.of(Uuid.randomUuid())))
                          .allTopicIds()),
              "UnknownTopicIdException"),
          same(
              "describeTopics",
              "the id that is none",
              s ->
                  get(
                      s.admin
                          .describeTopics(TopicCollection.ofTopicIds(List.of(Uuid.ZERO_UUID)))
                          .allTopicIds()),
              "InvalidTopicException"));

  static TopicDescription describe(AdminStage s, String topic) {
    return get(s.admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }

  private static Uuid id(AdminStage s, String topic) {
    return describe(s, topic).topicId();
  }
}
