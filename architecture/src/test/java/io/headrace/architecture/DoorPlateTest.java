package io.headrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every package has a `package-info.java` that says what the room is for and that nothing in it is
/// null unless marked.
final class DoorPlateTest {

  private static final Path PLATE = Path.of("package-info.java");

  @Test
  void everyPackageOfTheHouseHasItsDoorPlate() {
    assertThat(complaints(SourceTree.ofTheHouse())).isEmpty();
  }

  @Test
  void aMissingPlateAndAnEmptyOneAreFound(@TempDir Path root) throws IOException {
    Path bare = Files.createDirectories(root.resolve("src/main/java/bare"));
    Files.writeString(bare.resolve("A.java"), "package bare; class A {}");
    Path silent = Files.createDirectories(root.resolve("src/main/java/silent"));
    Files.writeString(silent.resolve(PLATE), "package silent;");

    assertThat(complaints(new SourceTree(root)))
        .containsExactly(
            "src/main/java/bare has no package-info.java",
            "src/main/java/silent/package-info.java does not say @NullMarked",
            "src/main/java/silent/package-info.java does not say what the room is for");
  }

  private static List<String> complaints(SourceTree tree) {
    List<Path> files =
        tree.javaFiles().stream()
            .filter(file -> file.toString().contains("src/main/java"))
            .toList();
    SortedSet<Path> packages = new TreeSet<>();
    files.forEach(file -> packages.add(file.resolveSibling(PLATE)));
    var complaints = new ArrayList<String>();
    for (Path plate : packages) {
      if (!files.contains(plate)) {
        complaints.add(plate.getParent() + " has no " + PLATE);
        continue;
      }
      List<String> lines = tree.lines(plate);
      if (!lines.contains("@NullMarked")) {
        complaints.add(plate + " does not say @NullMarked");
      }
      if (lines.stream().noneMatch(line -> line.startsWith("///"))) {
        complaints.add(plate + " does not say what the room is for");
      }
    }
    return complaints;
  }
}
