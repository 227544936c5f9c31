package io.headrace.architecture;

import static io.headrace.architecture.Room.EVERYTHING;
import static io.headrace.architecture.Room.named;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rooms of the house from the lowest floor up, and what each may import. Besides its line here
/// a room may import the JDK and JSpecify; what of the JDK is closed to the core says [HouseRules].
///
/// @param root the package that the rooms are in
record FloorPlan(String root) {

  /// The generated messages, and the two types of their fields that are neither Java's nor
  /// generated.
  private static final String[] KAFKA_MESSAGES = {
    "org.apache.kafka.common.message",
    "org.apache.kafka.common.protocol",
    "org.apache.kafka.common.Uuid",
    "org.apache.kafka.common.utils.ImplicitLinkedHashCollection"
  };

  static final List<Room> ROOMS =
      List.of(
          named("base"),
          named("runtime").sees("base"),
          named("runtime.system").sees("base", "runtime").uses("com.sun.nio.file"),
          named("runtime.simulated").sees("base", "runtime"),
          named("record")
              .sees("base")
              .uses("com.github.luben.zstd", "net.jpountz", "org.xerial.snappy"),
          named("protocol").sees("base", "record").uses("org.apache.kafka.common"),
          named("log").sees("base", "runtime", "record"),
          named("metadata").sees("base", "record", "protocol"),
          named("quorum")
              .sees("base", "runtime", "record", "log", "metadata")
              .uses("org.apache.kafka", "org.slf4j"),
          named("controller").sees("base", "runtime", "metadata", "protocol"),
          named("replication").sees("base", "runtime", "record", "log", "metadata", "protocol"),
          named("coordinator").sees("base", "runtime", "record", "metadata", "protocol"),
          named("group").sees("base", "runtime", "record", "metadata", "protocol", "coordinator"),
          named("network")
              .sees("base", "runtime", "runtime.system", "protocol")
              .uses("io.netty", "org.slf4j"),
          named("broker.api")
              .sees(
                  "base",
                  "runtime",
                  "record",
                  "protocol",
                  "log",
                  "metadata",
                  "quorum",
                  "controller",
                  "replication",
                  "coordinator",
                  "group")
              .uses(KAFKA_MESSAGES),
          named("broker").sees(EVERYTHING).uses(append(KAFKA_MESSAGES, "org.slf4j", "org.tinylog")),
          named("cli")
              .sees("base", "runtime", "runtime.system", "record", "protocol", "log", "broker")
              .uses("org.apache.kafka"),
          named("bench").uses("org.HdrHistogram", "org.apache.kafka.common"),
          named("microbench")
              .sees(EVERYTHING)
              .uses(
                  append(
                      KAFKA_MESSAGES,
                      "org.apache.kafka.common.record.internal",
                      "org.openjdk.jmh")),
          named("simulator")
              .sees(EVERYTHING)
              .uses(
                  append(
                      KAFKA_MESSAGES,
                      "org.apache.kafka.common.record.internal",
                      "com.sun.management")));

  /// Rooms that only decide: input in, effects out.
  static final List<String> DECIDING = List.of("controller", "replication", "coordinator", "group");

  /// Rooms that a simulator must be able to run twice with the same outcome.
  static final List<String> CORE =
      List.of(
          "record",
          "log",
          "metadata",
          "quorum",
          "controller",
          "replication",
          "coordinator",
          "group");

  private static String[] append(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  static FloorPlan ofTheHouse() {
    return new FloorPlan("io.headrace");
  }

  /// The innermost room that a package belongs to; empty for what is not part of the house.
  Optional<Room> roomOf(String packageName) {
    return ROOMS.stream()
        .filter(room -> Room.isWithin(packageName, root + "." + room.name()))
        .max(Comparator.comparingInt(room -> room.name().length()));
  }

  boolean isWithinAny(List<String> rooms, String packageName) {
    return roomOf(packageName).filter(room -> rooms.contains(room.name())).isPresent();
  }
}
