package io.headrace.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.metadata.ImagePublisher.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImagePublisherTest {

  @Test
  void subscribersAreToldByStageAndThenInTheOrderTheyCame() {
    var publisher = new ImagePublisher();
    var told = new ArrayList<String>();
    publisher.subscribe(Stage.HANDLERS, _ -> told.add("handlers"));
    publisher.subscribe(Stage.REPLICATION, _ -> told.add("replication 1"));
    publisher.subscribe(Stage.LOG, _ -> told.add("log"));
    publisher.subscribe(Stage.REPLICATION, _ -> told.add("replication 2"));

    List<MetadataRecord> records = List.of(new MetadataRecord.ClusterFormed("c"));
    ClusterImage image = ImageBuilder.replay(ClusterImage.EMPTY, 0, records);
    publisher.publish(ImageChange.of(ClusterImage.EMPTY, image, records));

    assertThat(told).containsExactly("log", "replication 1", "replication 2", "handlers");
    assertThat(publisher.current()).isSameAs(image);
    assertThatThrownBy(() -> publisher.subscribe(Stage.LOG, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
  }
}
