package io.headrace.simulator.workload;

import io.headrace.simulator.client.Fetching.Found;
import io.headrace.simulator.client.InvariantViolation;
import io.headrace.simulator.client.Payload;
import io.headrace.simulator.client.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the clients of one partition saw: what was acknowledged to them, and what they read.
public final class PartitionHistory {

  /// A batch that was acknowledged as durable.
  public record Acknowledged(long baseOffset, List<Payload> records) {
    public long endOffset() {
      return baseOffset + records.size();
    }
  }

  private final Target target;
  private final List<@Nullable Payload> durable = new ArrayList<>();
  private final List<@Nullable Payload> read = new ArrayList<>();
  private final List<Acknowledged> batches = new ArrayList<>();
  private int reads;

  public PartitionHistory(Target target) {
    this.target = target;
  }

  public Target target() {
    return target;
  }

  /// A producer was told that its batch is durable.
  public void acknowledged(Acknowledged batch) {
    batches.add(batch);
    for (int i = 0; i < batch.records.size(); i++) {
      long offset = batch.baseOffset + i;
      Payload record = batch.records.get(i);
      Payload before = at(durable, offset);
      if (before != null && !before.equals(record)) {
        throw new InvariantViolation(
            slot(offset) + " was given to " + before + " and then to " + record);
      }
      agree(at(read, offset), offset, record);
      put(durable, offset, record);
    }
  }

  /// A reader got this record.
  public void read(Found found) {
    if (Numbered.mustBeRefused(found.payload())) {
      throw new InvariantViolation(slot(found.offset()) + " should have been refused");
    }
    agree(at(read, found.offset()), found.offset(), found.payload());
    agree(at(durable, found.offset()), found.offset(), found.payload());
    put(read, found.offset(), found.payload());
    reads++;
  }

  private void agree(@Nullable Payload known, long offset, Payload record) {
    if (known != null && !known.equals(record)) {
      throw new InvariantViolation(slot(offset) + " held " + known + " and now holds " + record);
    }
  }

  /// What was acknowledged at an offset.
  public @Nullable Payload durableAt(long offset) {
    return at(durable, offset);
  }

  /// What was ever read at an offset.
  public @Nullable Payload readAt(long offset) {
    return at(read, offset);
  }

  /// After the last offset of which anything is known.
  public long knownEnd() {
    return Math.max(durable.size(), read.size());
  }

  public List<Acknowledged> batches() {
    return batches;
  }

  public Workload.Tally tally() {
    return new Workload.Tally(batches.size(), reads);
  }

  public String slot(long offset) {
    return target + "@" + offset;
  }

  private static @Nullable Payload at(List<@Nullable Payload> slots, long offset) {
    return offset < slots.size() ? slots.get((int) offset) : null;
  }

  private static void put(List<@Nullable Payload> slots, long offset, Payload record) {
    while (slots.size() <= offset) {
      slots.add(null);
    }
    slots.set((int) offset, record);
  }
}
