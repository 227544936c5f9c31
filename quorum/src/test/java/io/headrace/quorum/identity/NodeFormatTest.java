package io.headrace.quorum.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.quorum.files.DurableFiles;
import io.headrace.runtime.simulated.Life;
import io.headrace.runtime.simulated.SimulatedMachine;
import io.headrace.runtime.simulated.SimulatedWorld;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NodeFormatTest {
  private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("h", 9093);
  private static final List<Path> TWO = List.of(Path.of("/a"), Path.of("/b"));

  private final SimulatedMachine machine = new SimulatedMachine(new SimulatedWorld(1));

  @Test
  void aFormattedNodeKnowsItselfAfterAPowerCut() throws IOException {
    NodeIdentity before = open(1, TWO, null);
    machine.cutPower();
    machine.restart();

    assertThat(open(1, TWO, null)).isEqualTo(before);
    assertThat(before.clusterId()).hasSize(22);
    assertThat(before.metadataDirectory()).isEqualTo(Path.of("/a/__cluster_metadata-0"));
  }

  @Test
  void anotherNodesDirectoryIsRefused() throws IOException {
    open(1, TWO, null);

    assertThatThrownBy(() -> open(2, TWO, null))
        .isInstanceOf(IdentityException.class)
        .hasMessage("/a belongs to node 1, this is node 2");
  }

  @Test
  void anotherClustersDirectoryIsRefused() throws IOException {
    open(1, List.of(Path.of("/a")), "AAAAAAAAAAAAAAAAAAAAAQ");
    open(1, List.of(Path.of("/b")), "AAAAAAAAAAAAAAAAAAAAAg");

    assertThatThrownBy(() -> open(1, TWO, null))
        .hasMessage("/b belongs to cluster AAAAAAAAAAAAAAAAAAAAAg, not to AAAAAAAAAAAAAAAAAAAAAQ");
    assertThatThrownBy(() -> open(1, List.of(Path.of("/a")), "AAAAAAAAAAAAAAAAAAAAAg"))
        .hasMessageContaining("belongs to cluster");
  }

  @Test
  void aNewDirectoryJoinsTheNode() throws IOException {
    NodeIdentity before = open(1, List.of(Path.of("/a")), null);

    assertThat(open(1, TWO, null)).isEqualTo(before);
    assertThat(machine.life().disk().exists(Path.of("/b/meta.properties"))).isTrue();
  }

  @Test
  void aDirectoryThatIsDeadIsDoneWithoutAndKeepsItsName() throws IOException {
    NodeIdentity node = open(1, TWO, null);
    var format = new NodeFormat(machine.life().disk(), machine.life().random());
    String name = format.directoryId(Path.of("/b"), 1, node.clusterId());
    machine.disk().dead(path -> path.startsWith("/b"));

    assertThat(open(1, TWO, null)).isEqualTo(node);
    assertThatThrownBy(() -> format.directoryId(Path.of("/b"), 1, node.clusterId()))
        .isNotInstanceOf(IdentityException.class)
        .hasMessageContaining("Input/output error");

    machine.disk().dead(_ -> false);
    assertThat(open(1, TWO, null)).isEqualTo(node);
    assertThat(format.directoryId(Path.of("/b"), 1, node.clusterId())).isEqualTo(name);
  }

  @Test
  void aDirectoryThatCouldNotBeMadeTheNodesHasNoName() throws IOException {
    machine.life().disk().create(Path.of("/b"));
    NodeIdentity node = open(1, List.of(Path.of("/a")), null);
    assertThat(open(1, TWO, null)).isEqualTo(node);

    var format = new NodeFormat(machine.life().disk(), machine.life().random());
    assertThatThrownBy(() -> format.directoryId(Path.of("/b"), 1, node.clusterId()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void somebodyElsesDirectoryIsStillRefusedWhenItComesBack() throws IOException {
    open(1, List.of(Path.of("/a")), null);
    open(2, List.of(Path.of("/b")), null);
    machine.disk().dead(path -> path.startsWith("/b"));
    NodeIdentity node = open(1, TWO, null);
    machine.disk().dead(_ -> false);

    var format = new NodeFormat(machine.life().disk(), machine.life().random());
    assertThatThrownBy(() -> format.directoryId(Path.of("/b"), 1, node.clusterId()))
        .isInstanceOf(IdentityException.class)
        .hasMessage("/b belongs to node 2, this is node 1");
  }

  @Test
  void nobodyBeginsANewLifeWhileADirectoryIsDead() throws IOException {
    machine.disk().dead(path -> path.startsWith("/b"));

    assertThatThrownBy(() -> open(1, TWO, null))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("whether this node is new cannot be told");
  }

  @Test
  void anEmptyFirstDirectoryIsNotTakenForAFirstStart() throws IOException {
    open(1, List.of(Path.of("/b")), null);

    assertThatThrownBy(() -> open(1, TWO, null)).hasMessageContaining("its metadata is missing");
  }

  /// Nor is it another node's, or another cluster's, or one that was emptied.
  @Test
  void aDirectoryWhoseLabelHasRottedIsNotTakenForAnotherOne() throws IOException {
    NodeIdentity node = open(1, List.of(Path.of("/a")), null);
    Path label = Path.of("/a/meta.properties");
    int noticed = 0;
    for (long bit = 0; bit < machine.disk().sizeOf(label) * Byte.SIZE; bit++) {
      machine.disk().flipBit(label, bit);
      try {
        assertThat(open(1, List.of(Path.of("/a")), null)).as("bit %d", bit).isEqualTo(node);
      } catch (IOException e) {
        noticed++;
        assertThat(e).as("bit %d", bit).hasMessageStartingWith(label.toString());
      }
      machine.disk().flipBit(label, bit);
    }
    assertThat(noticed).isGreaterThan(500);
  }

  @Test
  void anotherDirectoryThanTheFirstIsDoneWithoutIfItsLabelHasRotted() throws IOException {
    NodeIdentity node = open(1, TWO, null);
    machine.disk().flipBit(Path.of("/b/meta.properties"), 200);

    assertThat(open(1, TWO, null)).isEqualTo(node);
    var format = new NodeFormat(machine.life().disk(), machine.life().random());
    assertThatThrownBy(() -> format.directoryId(Path.of("/b"), 1, node.clusterId()))
        .isNotInstanceOf(IdentityException.class)
        .hasMessageContaining("/b/meta.properties is damaged");
  }

  @Test
  void aLabelFromBeforeThereWereChecksumsIsGoodAsItIs() throws IOException {
    NodeIdentity node = open(1, TWO, null);
    DirectoryLabel label = DirectoryLabel.read(machine.life().disk(), Path.of("/a"));
    assertThat(label).isNotNull();
    DurableFiles.replace(
        machine.life().disk(),
        Path.of("/a"),
        "meta.properties",
        "#\n#Mon Nov 23 2026\nnode.id=1\ndirectory.id=%s\nversion=1\ncluster.id=%s\n"
            .formatted(label.directoryId(), label.clusterId()));

    assertThat(open(1, TWO, null)).isEqualTo(node);
  }

  @Test
  void aCrashInsideAnyCallOfTheFirstStartLeavesAnotherFirstStart() throws IOException {
    for (int call = 1; call < 60; call++) {
      var world = new SimulatedWorld(call);
      var victim = new SimulatedMachine(world);
      victim.disk().crashInCall(call);
      var life = victim.life();
      life.reactor()
          .execute(() -> {
            try {
              open(life, 1, TWO, null);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      world.advance(1_000_000_000L);
      assertThat(life.uncaught()).isNull();
      victim.disk().dontCrash();
      victim.cutPower();
      var next = victim.restart();
      assertThat(open(next, 1, TWO, null).nodeId()).as("crash in call " + call).isEqualTo(1);
    }
  }

  private NodeIdentity open(int nodeId, List<Path> directories, String clusterId)
      throws IOException {
    return open(machine.life(), nodeId, directories, clusterId);
  }

  private static NodeIdentity open(Life life, int nodeId, List<Path> directories, String clusterId)
      throws IOException {
    var format = new NodeFormat(life.disk(), life.random());
    NodeIdentity known = format.known(nodeId, directories, clusterId);
    return known != null
        ? known
        : format.begin(nodeId, directories, clusterId, "CONTROLLER", ADDRESS);
  }
}
