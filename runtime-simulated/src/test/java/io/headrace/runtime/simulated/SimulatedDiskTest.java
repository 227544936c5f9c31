package io.headrace.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.runtime.Disk;
import io.headrace.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  private static final Path DIR = Path.of("/data");
  private static final Path FILE = DIR.resolve("a.log");

  private SimulatedMachine machine = new SimulatedMachine(new SimulatedWorld(1));

  private static void write(DiskFile file, String text, long position) throws IOException {
    file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), position);
  }

  private static String read(Disk disk, Path path) throws IOException {
    DiskFile file = disk.open(path);
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    file.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private DiskFile syncedFile(String text) throws IOException {
    Disk disk = machine.life().disk();
    disk.createDirectories(DIR);
    DiskFile file = disk.create(FILE);
    write(file, text, 0);
    file.sync();
    disk.syncDirectory(DIR);
    return file;
  }

  @Test
  void whatWasSyncedSurvivesAPowerCut() throws IOException {
    syncedFile("hello");
    machine.cutPower();
    assertThat(read(machine.restart().disk(), FILE)).isEqualTo("hello");
  }

  @Test
  void anErasedDiskIsEmptyForGood() throws IOException {
    syncedFile("hello");
    machine.cutPower();
    machine.disk().erase(DIR);
    assertThat(machine.restart().disk().exists(FILE)).isFalse();
    machine.cutPower();
    assertThat(machine.restart().disk().exists(FILE)).isFalse();
  }

  @Test
  void aKillKeepsThePageCache() throws IOException {
    DiskFile file = syncedFile("hello");
    write(file, " world", 5);
    machine.kill();
    assertThat(read(machine.restart().disk(), FILE)).isEqualTo("hello world");
  }

  @Test
  void whatWasNotSyncedIsLostKeptOrTorn() throws IOException {
    Set<Integer> lengths = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      machine = new SimulatedMachine(new SimulatedWorld(seed));
      DiskFile file = syncedFile("hello");
      write(file, "x".repeat(2000), 5);
      machine.cutPower();
      String text = read(machine.restart().disk(), FILE);
      assertThat(text).startsWith("hello");
      lengths.add(text.length());
    }
    assertThat(lengths).contains(5, 2005).hasSizeGreaterThan(3);
  }

  @Test
  void aNameIsLostWithoutASyncOfItsDirectory() throws IOException {
    int lost = 0;
    for (int seed = 0; seed < 50; seed++) {
      machine = new SimulatedMachine(new SimulatedWorld(seed));
      Disk disk = machine.life().disk();
      disk.createDirectories(DIR);
      DiskFile file = disk.create(FILE);
      write(file, "hello", 0);
      file.sync();
      machine.cutPower();
      lost += machine.restart().disk().exists(FILE) ? 0 : 1;
    }
    assertThat(lost).isBetween(10, 40);
  }

  @Test
  void aFailedSyncLosesTheBytesEvenIfALaterSyncSucceeds() throws IOException {
    DiskFile file = syncedFile("hello");
    write(file, " world", 5);
    machine.disk().failSyncs(1, path -> true);
    assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
    file.sync();
    assertThat(read(machine.life().disk(), FILE)).isEqualTo("hello world");
    machine.cutPower();
    assertThat(read(machine.restart().disk(), FILE)).isEqualTo("hello");
  }

  @Test
  void aFullDiskRefusesToGrow() throws IOException {
    DiskFile file = syncedFile("hello");
    machine.disk().capacityBytes(8);
    assertThatThrownBy(() -> write(file, " world", 5)).isInstanceOf(Disk.NoSpaceException.class);
    machine.disk().capacityBytes(100);
    write(file, " world", 5);
    assertThat(read(machine.life().disk(), FILE)).isEqualTo("hello world");
  }

  @Test
  void aProcessThatDiedInACallIsGoneForGood() throws IOException {
    DiskFile file = syncedFile("hello");
    machine.disk().crashInCall(1);
    assertThatThrownBy(() -> write(file, " world", 5)).isInstanceOf(SimulatedCrash.class);
    assertThat(machine.life().alive()).isFalse();
    assertThatThrownBy(file::sync).isInstanceOf(SimulatedCrash.class);
    assertThat(read(machine.restart().disk(), FILE)).startsWith("hello");
  }

  @Test
  void aRenameIsSeenWholeOrNotAtAll() throws IOException {
    Path target = DIR.resolve("b.log");
    for (int seed = 0; seed < 50; seed++) {
      machine = new SimulatedMachine(new SimulatedWorld(seed));
      syncedFile("hello");
      machine.life().disk().rename(FILE, target);
      machine.cutPower();
      Disk disk = machine.restart().disk();
      assertThat(disk.exists(FILE)).isNotEqualTo(disk.exists(target));
    }
  }

  @Test
  void oneFlippedBitIsSeenByReaders() throws IOException {
    syncedFile("hello");
    machine.disk().flipBit(FILE, 0);
    assertThat(read(machine.life().disk(), FILE)).isEqualTo("iello");
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertThatThrownBy(() -> machine.life().disk().open(FILE))
        .isInstanceOf(NoSuchFileException.class);
  }
}
