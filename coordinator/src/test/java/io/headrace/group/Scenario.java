package io.headrace.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A story as a text: commands, four dashes, and what must follow from them, in blocks with a blank
/// line between. A block without dashes is a comment, and so is whatever begins with `#`.
record Scenario(List<Block> blocks) {

  private static final String DASHES = "----";

  /// @param commands with their comments
  /// @param expected null for a comment
  record Block(List<String> commands, @Nullable List<String> expected) {}

  static Scenario parse(String text) {
    List<Block> blocks = new ArrayList<>();
    for (String part : text.strip().split("\n\\s*\n")) {
      List<String> lines = part.lines().toList();
      int dashes = lines.indexOf(DASHES);
      blocks.add(
          dashes < 0
              ? new Block(lines, null)
              : new Block(lines.subList(0, dashes), lines.subList(dashes + 1, lines.size())));
    }
    return new Scenario(blocks);
  }

  /// The same story with what follows from each command now.
  Scenario play(Function<String, List<String>> player) {
    List<Block> played = new ArrayList<>();
    for (Block block : blocks) {
      if (block.expected() == null) {
        played.add(block);
        continue;
      }
      List<String> output = new ArrayList<>();
      for (String command : block.commands()) {
        if (!command.startsWith("#")) {
          output.addAll(player.apply(command));
        }
      }
      played.add(new Block(block.commands(), output));
    }
    return new Scenario(played);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (Block block : blocks) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      block.commands().forEach(line -> text.append(line).append('\n'));
      if (block.expected() != null) {
        text.append(DASHES).append('\n');
        block.expected().forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }
}
