package io.headrace.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose first log directory, which holds the metadata, is on a small disk that others fill.
/// Its second one is on a disk with room.
@Tag("slow")
final class FullDiskCompatibilityTest {

  private static final long DISK_BYTES = 128L << 20;
  private static final int TOPICS_AT_ONCE = 50;
  private static final long HEALED_WITHIN_NS = 2_000_000_000L;
  private static final int MANY = 5_000;

  private final Set<String> made = new TreeSet<>();

  @Test
  void aFullDiskRefusesNewTopicsUntilThereIsRoomAndStopsNothingElse(@TempDir Path directory)
      throws Exception {
    try (LoopDisk disk = LoopDisk.mount(directory, DISK_BYTES)) {
      Path roomy = Files.createDirectory(directory.resolve("roomy"));
      String both = disk.path().resolve("data") + "," + roomy;
      try (NodeProcess node = NodeProcess.startOn(roomy, directory, "log.dirs=" + both)) {
        Clients clients = Clients.of(node);
        String topic = clients.topic(2);
        String victim = clients.topic(1);
        int partition = partitionIn(roomy);
        write(clients, topic, partition);
        Path filler = fill(disk.path());
        try (Admin admin = clients.admin()) {
          createUntilRefused(admin);

          write(clients, topic, partition);
          Clients.get(admin.deleteTopics(List.of(victim)).all());
          assertThat(clients.readAll(topic, 2, 2)).hasSize(2);

          node.kill();
          node.startAgain();
          write(clients, topic, partition);
          assertThat(clients.readAll(topic, 2, 3)).hasSize(3);
          assertThat(Clients.get(admin.listTopics().names()))
              .containsAll(made)
              .contains(topic)
              .doesNotContain(victim);
          assertThatThrownBy(() -> create(admin)).isInstanceOf(KafkaStorageException.class);

          Files.delete(filler);
          createWithin(HEALED_WITHIN_NS, admin);
        }
        assertThat(node.isAlive()).as(node.output()).isTrue();
        assertThat(node.output()).contains("disk full").contains("room again");
      }
    }
  }

  /// The logs of the first topic with two partitions are in a directory each.
  private static int partitionIn(Path roomy) throws IOException {
    try (Stream<Path> logs = Files.list(roomy)) {
      return logs.map(log -> log.getFileName().toString())
          .filter(name -> name.matches("[A-Za-z0-9_-]{22}-[01]"))
          .map(name -> Integer.parseInt(name.substring(name.length() - 1)))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void write(Clients clients, String topic, int partition) {
    try (Producer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(new ProducerRecord<>(topic, partition, "k", "v")));
    }
  }

  /// Writes until there is not a byte left.
  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    try (var file = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int size = 1 << 20; size > 0; size /= 2) {
        writeWhileItFits(file, size);
      }
      file.force(true);
    }
    return filler;
  }

  private static void writeWhileItFits(FileChannel file, int size) {
    try {
      while (true) {
        file.write(ByteBuffer.allocate(size));
      }
    } catch (IOException _) {
      // not so much any more
    }
  }

  private void createWithin(long patienceNs, Admin admin) throws InterruptedException {
    long deadlineNs = System.nanoTime() + patienceNs;
    while (true) {
      try {
        create(admin);
        return;
      } catch (KafkaStorageException e) {
        if (System.nanoTime() > deadlineNs) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private void createUntilRefused(Admin admin) {
    assertThatThrownBy(
            () -> {
              while (made.size() < MANY) {
                create(admin);
              }
            })
        .isInstanceOf(KafkaStorageException.class);
  }

  /// Makes topics with names so long that the room that is kept back is soon used.
  private void create(Admin admin) {
    List<String> names =
        IntStream.range(0, TOPICS_AT_ONCE)
            .mapToObj(i -> Clients.unique("x".repeat(200) + i))
            .toList();
    var topics = names.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList();
    Clients.get(admin.createTopics(topics).all());
    made.addAll(names);
  }
}
