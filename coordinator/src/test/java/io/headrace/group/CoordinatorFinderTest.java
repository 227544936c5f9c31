package io.headrace.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.base.TopicId;
import io.headrace.coordinator.Caller;
import io.headrace.group.CoordinatorFinder.Found;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageChange;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatorFinderTest {

  private final List<Caller<ErrorCode>> creations = new ArrayList<>();
  private final List<Object> told = new ArrayList<>();
  private final CoordinatorFinder finder =
      new CoordinatorFinder(OffsetsTopic.DEFAULT, (_, caller) -> creations.add(caller));
  private ClusterImage image = ClusterImage.EMPTY;

  private void change(MetadataRecord... records) {
    ClusterImage before = image;
    image = ImageBuilder.replay(before, before.offset() + records.length, List.of(records));
    finder.onImage(ImageChange.of(before, image, List.of(records)));
  }

  private void brokerAndTopic() {
    var id = new TopicId(7, 1);
    change(
        new MetadataRecord.BrokerRegistered(
            1, 1, new Incarnation(1, 1), null, List.of(new Endpoint("PLAINTEXT", "here", 9092))),
        new MetadataRecord.TopicCreated(id, OffsetsTopic.NAME),
        new MetadataRecord.PartitionsAdded(id, 0, List.of(List.of(1))));
  }

  private void find(String listener) {
    finder.find(
        "g",
        listener,
        new Caller<>() {
          @Override
          public void answer(Found found) {
            told.add(found);
          }

          @Override
          public void refuse(ErrorCode error) {
            told.add(error);
          }
        });
  }

  @Test
  void isTheLeaderOfTheGroupsPartition() {
    brokerAndTopic();

    find("PLAINTEXT");

    assertThat(told).containsExactly(new Found(1, "here", 9092));
    assertThat(creations).isEmpty();
  }

  @Test
  void theFirstQuestionHasTheTopicMadeAndAllWaitForIt() {
    find("PLAINTEXT");
    find("PLAINTEXT");
    assertThat(creations).hasSize(1);
    assertThat(told).isEmpty();

    creations.getFirst().answer(ErrorCode.NONE);
    brokerAndTopic();

    assertThat(told).containsExactly(new Found(1, "here", 9092), new Found(1, "here", 9092));
  }

  @Test
  void whenTheTopicCannotBeMadeAllAreSentAwayAndTheNextTriesAgain() {
    find("PLAINTEXT");
    creations.getFirst().answer(ErrorCode.INVALID_REPLICATION_FACTOR);
    find("PLAINTEXT");
    creations.getLast().refuse(ErrorCode.NOT_CONTROLLER);

    assertThat(creations).hasSize(2);
    assertThat(told)
        .containsExactly(ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  }

  @Test
  void nobodyWaitsLongerWhereTheListenerIsNotThere() {
    brokerAndTopic();

    find("INTERNAL");

    assertThat(told).containsExactly(ErrorCode.COORDINATOR_NOT_AVAILABLE);
  }

  @Test
  void noMoreThanTenThousandWait() {
    for (int i = 0; i < 10_001; i++) {
      find("PLAINTEXT");
    }

    assertThat(told).containsExactly(ErrorCode.COORDINATOR_NOT_AVAILABLE);
  }
}
