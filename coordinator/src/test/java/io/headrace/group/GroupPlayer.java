package io.headrace.group;

import io.headrace.base.TopicPartition;
import io.headrace.coordinator.Caller;
import io.headrace.group.classic.ClassicConfig;
import io.headrace.group.classic.GroupDescription;
import io.headrace.group.classic.JoinAnswer;
import io.headrace.group.classic.JoinRequest;
import io.headrace.group.classic.JoinRequest.Abilities;
import io.headrace.group.classic.JoinRequest.Client;
import io.headrace.group.classic.JoinRequest.Timeouts;
import io.headrace.group.classic.MemberRef;
import io.headrace.group.classic.Protocol;
import io.headrace.group.classic.SyncAnswer;
import io.headrace.group.classic.SyncRequest;
import io.headrace.group.offsets.CommitRequest;
import io.headrace.group.state.Blob;
import io.headrace.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// Plays scenarios of groups; `README.md` beside the scenarios says what the commands are.
///
/// Plays the clients' part, too: remembers under each client's name the member id and generation it
/// was given last.
final class GroupPlayer {

  /// What a client knows of itself.
  private static final class Known {
    private String memberId = "";
    private int generation = -1;
  }

  private final GroupWorld world;
  private final Names names = new Names();
  private final Printer printer = new Printer(names);
  private final Map<String, Known> clients = new LinkedHashMap<>();
  private final List<String> output = new ArrayList<>();
  private String groupId = "orders";
  private String state = "";

  GroupPlayer(String settings) {
    Command config = Command.parse("config " + settings);
    GroupConfig defaults = GroupConfig.DEFAULT;
    world =
        new GroupWorld(
            1,
            new GroupConfig(
                new ClassicConfig(
                    config.durationMs("min-session", "6s"),
                    config.durationMs("max-session", "30m"),
                    config.durationMs("initial-delay", "3s"),
                    config.number("max-size", Integer.MAX_VALUE)),
                config.number("max-metadata", defaults.maxMetadataChars()),
                Command.toMs(config.setting("retention", "7d")),
                Command.toMs(config.setting("check-interval", "10m")),
                defaults.topic()),
            batch -> output.addAll(printer.records(batch)));
    world.createTopic("t", 4);
    world.createTopic("u", 4);
  }

  /// What follows from a command.
  List<String> play(String line) {
    output.clear();
    perform(Command.parse(line));
    noteState();
    return List.copyOf(output);
  }

  private void perform(Command command) {
    switch (command.verb()) {
      case "group" -> groupId = String.join("", command.words());
      case "join" -> join(command);
      case "sync" -> sync(command);
      case "heartbeat" -> heartbeat(command);
      case "leave" -> leave(command);
      case "commit" -> commit(command);
      case "fetch" -> fetch(command);
      case "describe" ->
          world.coordinator().describe(groupId, caller("group", printer::description));
      case "list" -> world.coordinator().list(caller("groups", printer::list));
      case "delete" -> world.coordinator().delete(groupId, caller("delete", ErrorCode::name));
      case "delete-offsets" ->
          world
              .coordinator()
              .deleteOffsets(
                  groupId, partitions(command.words()), caller("delete", Object::toString));
      case "delete-topic" -> world.deleteTopic(command.words().getFirst());
      case "tick" -> world.advanceMs(Command.toMs(command.words().getFirst()));
      case "hold-log" -> world.log().hold();
      case "commit-log" -> world.log().commit();
      case "reject-log" -> world.log().rejectAll(ErrorCode.valueOf(command.words().getFirst()));
      case "leader" -> world.leader(Integer.parseInt(command.words().getFirst()));
      case "restart" -> world.restart();
      default -> throw new IllegalArgumentException("no such command: " + command);
    }
  }

  private void join(Command command) {
    String name = command.words().getFirst();
    String memberId = memberId(command);
    List<Protocol> protocols = new ArrayList<>();
    for (String protocol : command.setting("protocols", "range").split(",")) {
      protocols.add(new Protocol(protocol, Printer.subscription(command.setting("topics", "t"))));
    }
    boolean isOld = command.words().contains("old");
    var request =
        new JoinRequest(
            groupId,
            new MemberRef(memberId, command.settings().get("instance")),
            new Client(name, "/127.0.0.1"),
            new Timeouts(
                command.durationMs("session", "10s"), command.durationMs("rebalance", "60s")),
            command.setting("type", "consumer"),
            protocols,
            new Abilities(!isOld, !isOld));
    world.coordinator().join(request, caller(name, answer -> onJoined(name, answer)));
  }

  private String onJoined(String name, JoinAnswer answer) {
    if (!answer.memberId().isEmpty()) {
      client(name).memberId = answer.memberId();
    }
    if (answer.error() == ErrorCode.NONE) {
      client(name).generation = answer.generation();
    }
    return printer.join(answer);
  }

  private void sync(Command command) {
    String name = command.words().getFirst();
    Map<String, Blob> assignments = new TreeMap<>();
    command
        .settings()
        .forEach((key, value) -> {
          if (clients.containsKey(key)) {
            assignments.put(client(key).memberId, Blob.of(value.getBytes(StandardCharsets.UTF_8)));
          }
        });
    var request =
        new SyncRequest(
            groupId,
            new MemberRef(memberId(command), command.settings().get("instance")),
            generation(command),
            command.setting("type", "consumer"),
            command.settings().get("protocol"),
            assignments);
    world.coordinator().sync(request, this.<SyncAnswer>caller(name, printer::sync));
  }

  private void heartbeat(Command command) {
    world
        .coordinator()
        .heartbeat(
            groupId,
            new MemberRef(memberId(command), command.settings().get("instance")),
            generation(command),
            caller(command.words().getFirst(), ErrorCode::name));
  }

  private void leave(Command command) {
    List<MemberRef> leaving = new ArrayList<>();
    command.words().forEach(name -> leaving.add(new MemberRef(client(name).memberId, null)));
    String instance = command.settings().get("instance");
    if (instance != null) {
      leaving.add(new MemberRef(command.setting("id", ""), instance));
    }
    world.coordinator().leave(groupId, leaving, caller("leave", printer::leave));
  }

  private void commit(Command command) {
    List<CommitRequest.Entry> entries = new ArrayList<>();
    command
        .settings()
        .forEach((key, value) -> {
          if (key.matches("[a-z]-\\d")) {
            TopicPartition partition = Printer.partition(key);
            entries.add(
                new CommitRequest.Entry(
                    partition,
                    Objects.requireNonNull(world.image().topic(partition.topic())).id(),
                    Long.parseLong(value),
                    command.number("epoch", -1),
                    command.setting("metadata", "")));
          }
        });
    boolean isMember = !command.words().isEmpty();
    long retentionMs = Command.toMs(command.setting("retention", "0s"));
    world
        .coordinator()
        .commit(
            new CommitRequest(groupId, retentionMs == 0 ? -1 : retentionMs, entries),
            new MemberRef(isMember ? memberId(command) : "", command.settings().get("instance")),
            isMember ? generation(command) : command.number("generation", -1),
            caller(isMember ? command.words().getFirst() : "commit", Object::toString));
  }

  private void fetch(Command command) {
    List<TopicPartition> wanted = partitions(command.words());
    world
        .coordinator()
        .fetch(groupId, wanted.isEmpty() ? null : wanted, caller("fetch", printer::offsets));
  }

  /// Says what state the group is in, if that has changed.
  private void noteState() {
    String before = state;
    world
        .coordinator()
        .describe(
            groupId,
            new Caller<>() {
              @Override
              public void answer(GroupDescription description) {
                state = description.state().toString();
              }

              @Override
              public void refuse(ErrorCode error) {
                state = error == ErrorCode.GROUP_ID_NOT_FOUND ? "no group" : error.name();
              }
            });
    if (!state.equals(before) && !(before.isEmpty() && state.equals("no group"))) {
      output.add("state: " + state);
    }
  }

  private Known client(String name) {
    return clients.computeIfAbsent(name, _ -> new Known());
  }

  private String memberId(Command command) {
    String id = command.settings().get("id");
    return id == null ? client(command.words().getFirst()).memberId : names.id(id);
  }

  private int generation(Command command) {
    return command.number("generation", client(command.words().getFirst()).generation);
  }

  private static List<TopicPartition> partitions(List<String> words) {
    return words.stream().map(Printer::partition).toList();
  }

  private <A> Caller<A> caller(String name, Function<A, String> show) {
    return new Caller<>() {
      @Override
      public void answer(A answer) {
        output.add(name + ": " + show.apply(answer));
      }

      @Override
      public void refuse(ErrorCode error) {
        output.add(name + ": refused " + error);
      }
    };
  }
}
