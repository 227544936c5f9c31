package io.headrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The published jars of Apache Kafka, as packaging has laid them out.
public final class KafkaJars {

  private KafkaJars() {}

  /// Of its server and its tools.
  ///
  /// @param home where the launcher is
  public static String classPath(Path home) throws IOException {
    return Files.readString(home.resolve("bench/target/kafka.classpath")).strip();
  }
}
