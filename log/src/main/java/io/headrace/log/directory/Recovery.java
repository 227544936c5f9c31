package io.headrace.log.directory;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.log.Damage;
import io.headrace.log.LogConfig;
import io.headrace.log.checkpoint.Checkpoint;
import io.headrace.log.checkpoint.FoundCheckpoint;
import io.headrace.log.checkpoint.LogState;
import io.headrace.log.journal.Extent;
import io.headrace.log.journal.JournalEntries;
import io.headrace.log.journal.JournalReader;
import io.headrace.log.journal.Swap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds all logs of a directory: the last checkpoint, then the tail of the journal (read twice:
/// first for the logs that were deleted on the way, and may have been made again), then one look
/// into each log's directory. No file of a log that was idle is opened.
final class Recovery implements JournalEntries {

  static final String DELETED = "-delete";

  private static final String NO_STATE =
      ": all segments are read instead; deleted records may be back, and producers unknown";

  private final LogContext context;
  private final Function<PartitionId, LogConfig> configs;
  private final TreeSet<PartitionId> present = new TreeSet<>();
  private final Map<PartitionId, LogState> checkpointed = new HashMap<>();

  /// Deleted logs whose directories are still there, and the last commit that may speak of them
  /// without saying that they are deleted.
  private final TreeMap<PartitionId, Long> renamed = new TreeMap<>();

  private long commit;
  private final List<Path> leftovers = new ArrayList<>();
  private final Drops drops = new Drops();
  private final TreeMap<PartitionId, LogRecovery> logs = new TreeMap<>();

  Recovery(LogContext context, Function<PartitionId, LogConfig> configs) {
    this.context = context;
    this.configs = configs;
  }

  /// All logs, by id; `journal` has been read to its end after this.
  List<FoundLog> run(JournalReader journal) throws IOException {
    for (String name : context.disk().list(context.path())) {
      PartitionId id = parse(name);
      if (id != null) {
        present.add(id);
      } else if (name.endsWith(DELETED)) {
        leftovers.add(context.path().resolve(name));
        addRenamed(name);
      }
    }
    FoundCheckpoint last = Checkpoint.find(context.disk(), context.path());
    Optional<Checkpoint> checkpoint = last.checkpoint();
    if (!present.isEmpty()) {
      last.damage().ifPresent(what -> report(checkpoint.isPresent() ? what : what + NO_STATE));
    }
    checkpoint.ifPresent(
        found -> found.logs().forEach(state -> checkpointed.put(state.id(), state)));
    long replayFrom = checkpoint.map(Checkpoint::replayFrom).orElse(1L);
    journal.read(replayFrom, drops);
    journal.makeLastDurable();
    checkpointed.keySet().removeAll(drops.ids());
    checkpointed.keySet().removeIf(id -> renamed.getOrDefault(id, -1L) >= replayFrom - 1);
    for (PartitionId id : present) {
      logs.put(id, begin(id, checkpoint.isPresent()));
    }
    if (checkpoint.isEmpty()) {
      refill(journal);
    }
    journal.read(replayFrom, this);
    correctRenamed(journal.lastSequence());
    reportMissing();
    List<FoundLog> found = new ArrayList<>(logs.size());
    for (Map.Entry<PartitionId, LogRecovery> log : logs.entrySet()) {
      Path directory = context.path().resolve(log.getKey().toString());
      found.add(log.getValue().finish(context.disk().list(directory)));
    }
    return found;
  }

  /// Directories of deleted logs, to be deleted once a checkpoint no longer speaks of these.
  List<Path> leftovers() {
    return leftovers;
  }

  private LogRecovery begin(PartitionId id, boolean hasCheckpoint) throws IOException {
    LogState state = checkpointed.remove(id);
    var log = new LogRecovery(id, context, configs.apply(id), state);
    if (!hasCheckpoint) {
      log.scan().run(context.disk().list(context.path().resolve(id.toString())));
    }
    return log;
  }

  /// Without a checkpoint the files come first, and the journal gives back what they lack.
  private void refill(JournalReader journal) throws IOException {
    journal.read(1, new Refill(logs, drops));
    for (PartitionId id : present) {
      LogRecovery log = logs.get(id);
      if (log != null && log.scan().endIfRefilled()) {
        logs.put(id, begin(id, false));
      }
    }
  }

  private void reportMissing() {
    for (LogState state : new TreeMap<>(checkpointed).values()) {
      context
          .damage()
          .onDamage(
              new Damage(
                  state.id(),
                  state.startOffset(),
                  state.endOffset(),
                  context.path().resolve(state.id().toString()) + " is missing"));
    }
  }

  /// The name of the directory of a log that is deleted now, when `lastCommit` was the last begun.
  static String renamed(PartitionId id, long lastCommit, long nowNs) {
    return id + "." + lastCommit + "." + nowNs + DELETED;
  }

  private void addRenamed(String name) {
    String[] parts = name.split("\\.", -1);
    PartitionId id = parse(parts[0]);
    if (id != null && parts.length == 3) {
      renamed.merge(id, Long.parseLong(parts[1]), Math::max);
    }
  }

  /// A commit that was only begun gave its number to the name, and the next to be begun has it
  /// again: what that says of a new log with the same id must not be taken for the old one's.
  private void correctRenamed(long lastCommit) throws IOException {
    boolean corrected = false;
    for (int i = 0; i < leftovers.size(); i++) {
      Path leftover = leftovers.get(i);
      String[] parts = String.valueOf(leftover.getFileName()).split("\\.", -1);
      if (parts.length == 3 && Long.parseLong(parts[1]) > lastCommit) {
        Path right = leftover.resolveSibling(parts[0] + "." + lastCommit + "." + parts[2]);
        context.disk().rename(leftover, right);
        leftovers.set(i, right);
        corrected = true;
      }
    }
    if (corrected) {
      context.disk().syncDirectory(context.path());
    }
  }

  static @Nullable PartitionId parse(String name) {
    int dash = name.lastIndexOf('-');
    if (dash != 22 || name.endsWith(DELETED)) {
      return null;
    }
    try {
      return new PartitionId(
          TopicId.parse(name.substring(0, dash)), Integer.parseInt(name.substring(dash + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// The log that an entry speaks of; null if it is gone, or was deleted later and made again.
  private @Nullable LogRecovery logOf(PartitionId id) {
    boolean isGone = drops.isAhead(id) || renamed.getOrDefault(id, -1L) >= commit;
    return isGone ? null : logs.get(id);
  }

  @Override
  public void onCommit(long sequence) {
    commit = sequence;
  }

  @Override
  public void onData(PartitionId id, Extent extent, ByteBuffer batches) throws IOException {
    LogRecovery log = logOf(id);
    if (log != null) {
      log.onData(extent, batches);
    }
  }

  @Override
  public void onExtent(PartitionId id, Extent extent, ByteBuffer headers) throws IOException {
    LogRecovery log = logOf(id);
    if (log != null) {
      log.onExtent(extent, headers);
    }
  }

  @Override
  public void onEnd(PartitionId id, Extent end, long offset) throws IOException {
    LogRecovery log = logOf(id);
    if (log != null) {
      log.onEnd(end, offset);
    }
  }

  @Override
  public void onStart(PartitionId id, long startOffset) throws IOException {
    LogRecovery log = logOf(id);
    if (log != null) {
      log.onStart(startOffset);
    }
  }

  @Override
  public void onDrop(PartitionId id) {
    drops.pass(id);
  }

  @Override
  public void onSwap(PartitionId id, Swap swap) throws IOException {
    LogRecovery log = logOf(id);
    if (log != null) {
      log.onSwap(swap);
    }
  }

  @Override
  public void onHole(String file) {
    report("the journal is damaged: " + file);
    logs.values().forEach(LogRecovery::onHole);
  }

  /// What cannot be said of one log.
  private void report(String what) {
    context.damage().onDamage(new Damage(NO_PARTITION, 0, 0, what));
  }

  /// Stands for the whole directory in a report.
  private static final PartitionId NO_PARTITION = new PartitionId(TopicId.ZERO, 0);
}
