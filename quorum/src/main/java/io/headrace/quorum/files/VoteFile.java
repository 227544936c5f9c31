package io.headrace.quorum.files;

import io.headrace.runtime.Disk;
import io.headrace.runtime.Disk.NoSpaceException;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.raft.ElectionState;
import org.apache.kafka.raft.QuorumStateStore;
import org.apache.kafka.raft.generated.QuorumStateData;
import org.apache.kafka.server.common.KRaftVersion;

/// The file `quorum-state`: in which epoch this node is, whom it voted for, and who leads. Durable
/// before a vote leaves the node, also when the disk is full. One line of JSON as in Kafka, and one
/// with its checksum: a bit that flips in a number could make a node vote twice. Files from before
/// have no second line.
public final class VoteFile implements QuorumStateStore {
  private static final String NAME = "quorum-state";
  private static final short VERSION = 1;
  private static final Pattern FORM =
      Pattern.compile(
          "\\{\"leaderId\":(-?\\d{1,10}),\"leaderEpoch\":(\\d{1,10}),\"votedId\":(-?\\d{1,10}),"
              + "\"votedDirectoryId\":\"([A-Za-z0-9_-]{22})\",\"data_version\":1\\}\\s*");
  private static final Pattern CHECKED = Pattern.compile("(\\{.*\\}\n)(\\{.*\\}\n)");

  private final Disk disk;
  private final Path directory;
  private final Path file;
  private final RoomToGive room;

  /// @param room for when the disk has none
  public VoteFile(Disk disk, Path directory, RoomToGive room) {
    this.disk = disk;
    this.room = room;
    this.directory = directory;
    this.file = directory.resolve(NAME);
  }

  @Override
  public Optional<ElectionState> readElectionState() {
    try {
      if (!disk.exists(file)) {
        return Optional.empty();
      }
      String text = readText();
      Matcher checked = CHECKED.matcher(text);
      boolean isSound = !checked.matches() || checked.group(2).equals(checksum(checked.group(1)));
      Matcher matcher = FORM.matcher(checked.matches() ? checked.group(1) : text);
      if (!isSound || !matcher.matches()) {
        throw new DamagedLogException(file + " cannot be read: a node without it would vote twice");
      }
      return Optional.of(
          ElectionState.fromQuorumStateData(
              withoutLostVote(
                  new QuorumStateData()
                      .setLeaderId(Integer.parseInt(matcher.group(1)))
                      .setLeaderEpoch(Integer.parseInt(matcher.group(2)))
                      .setVotedId(Integer.parseInt(matcher.group(3)))
                      .setVotedDirectoryId(Uuid.fromString(matcher.group(4))))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Forgets a vote for somebody else than the one who leads. It does not matter any more: in an
  /// epoch with a leader nobody votes. But the engine (4.3.1) takes a node that restarts with a
  /// vote for itself for a candidate still, whoever leads; the others call its requests invalid,
  /// because its log has records of that epoch, and over such an answer the engine stops.
  private static QuorumStateData withoutLostVote(QuorumStateData state) {
    return state.leaderId() >= 0 && state.leaderId() != state.votedId()
        ? state.setVotedId(-1).setVotedDirectoryId(Uuid.ZERO_UUID)
        : state;
  }

  private static String checksum(String line) {
    var crc = new CRC32C();
    crc.update(line.getBytes(StandardCharsets.UTF_8));
    return "{\"crc32c\":\"%08x\"}\n".formatted(crc.getValue());
  }

  private String readText() throws IOException {
    try (DiskFile open = disk.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(open.size()));
      open.read(bytes, 0);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }

  @Override
  public void writeElectionState(ElectionState state, KRaftVersion version) {
    QuorumStateData data = state.toQuorumStateData(VERSION);
    String text =
        String.format(
            Locale.ROOT,
            "{\"leaderId\":%d,\"leaderEpoch\":%d,\"votedId\":%d,\"votedDirectoryId\":\"%s\","
                + "\"data_version\":%d}\n",
            data.leaderId(),
            data.leaderEpoch(),
            data.votedId(),
            data.votedDirectoryId(),
            VERSION);
    try {
      replace(text + checksum(text));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /// Others may take the room that is given before this finds it, hence the loop; it ends because
  /// there is only so much to give.
  private void replace(String text) throws IOException {
    while (true) {
      try {
        DurableFiles.replace(disk, directory, NAME, text);
        return;
      } catch (NoSpaceException e) {
        if (!room.give()) {
          throw e;
        }
      }
    }
  }

  @Override
  public Path path() {
    return file;
  }

  @Override
  public void clear() {
    try {
      disk.delete(file);
      disk.syncDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
