package io.headrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.architecture.Sizes.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keeps files and methods small. The exceptions in `sizes.txt` may shrink freely; a longer list,
/// or a larger number in it, takes a line that says why.
final class SizeRatchetTest {

  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 50;
  private static final int FILE_LINES_AT_MOST = 800;
  private static final int PACKAGE_CLASSES = 25;

  /// @param lines how large the named file or method may be
  record Exemption(String name, int lines, String reason) {
    static Exemption parse(String line) {
      String[] parts = line.split(" +", 3);
      assertThat(parts).as("name, lines, and a reason: " + line).hasSize(3);
      return new Exemption(parts[0], Integer.parseInt(parts[1]), parts[2]);
    }
  }

  @Test
  void filesAndMethodsOfTheHouseAreSmall() {
    SourceTree tree = SourceTree.ofTheHouse();
    printSizesOfPackages(tree);
    assertThat(complaints(new Sizes(tree).measure(), exemptions(tree))).isEmpty();
  }

  @Test
  void aLongMethodAndALongFileAreFound(@TempDir Path root) throws IOException {
    String longMethod = "class Long {\n  void run() {\n" + "    run();\n".repeat(60) + "  }\n";
    Files.writeString(root.resolve("Long.java"), longMethod + "\n".repeat(400) + "}\n");
    Files.writeString(root.resolve("Short.java"), "class Short {\n  void run() {}\n}\n");

    List<Size> sizes = new Sizes(new SourceTree(root)).measure();

    assertThat(complaints(sizes, List.of()))
        .containsExactlyInAnyOrder(
            "Long.java has 464 lines, 400 are allowed",
            "Long.java#run has 62 lines, 50 are allowed");
  }

  @Test
  void anExemptionAllowsNoMoreThanItSays() {
    List<Size> sizes = List.of(new Size("A.java", 450), new Size("B.java", 500));
    List<Exemption> exemptions =
        List.of(new Exemption("A.java", 460, "a table"), new Exemption("B.java", 460, "a table"));

    assertThat(complaints(sizes, exemptions))
        .containsExactly("B.java has 500 lines, 460 are allowed");
  }

  @Test
  void anExemptionForWhatIsNotThereIsFound() {
    List<Exemption> exemptions = List.of(new Exemption("A.java", 460, "a table"));

    assertThat(complaints(List.of(), exemptions))
        .containsExactly("sizes.txt names what is not there: A.java");
  }

  private static List<String> complaints(List<Size> sizes, List<Exemption> exemptions) {
    var complaints = new ArrayList<String>();
    Map<String, Exemption> byName =
        exemptions.stream().collect(Collectors.toMap(Exemption::name, exemption -> exemption));
    Map<String, Integer> largest = new TreeMap<>();
    sizes.forEach(size -> largest.merge(size.name(), size.lines(), Math::max));
    largest.forEach((name, lines) -> {
      int limit = name.contains("#") ? METHOD_LINES : FILE_LINES;
      Exemption exemption = byName.remove(name);
      int allowed = exemption == null ? limit : Math.min(exemption.lines(), FILE_LINES_AT_MOST);
      if (lines > allowed) {
        complaints.add(name + " has " + lines + " lines, " + allowed + " are allowed");
      }
    });
    byName.keySet().forEach(name -> complaints.add("sizes.txt names what is not there: " + name));
    return complaints;
  }

  private static List<Exemption> exemptions(SourceTree tree) {
    return tree.lines(Path.of("architecture/src/test/resources/sizes.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Exemption::parse)
        .toList();
  }

  /// For information: 5 to 25 classes make a room that one can overlook.
  private static void printSizesOfPackages(SourceTree tree) {
    Map<String, Long> counts =
        tree.javaFiles().stream()
            .filter(file -> file.toString().contains("src/main/java"))
            .collect(
                Collectors.groupingBy(
                    file -> String.valueOf(file.getParent()), TreeMap::new, Collectors.counting()));
    counts.forEach((name, count) ->
        System.out.println(
            count + " files in " + name + (count > PACKAGE_CLASSES ? " (many)" : "")));
  }
}
