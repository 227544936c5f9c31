package io.headrace.group;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// All that the tests know of groups, in one call: the stories, then random histories. Tells what
/// is the first to find a mistake; empty if nothing does.
///
/// Made by name and called as a [Callable], so that it can be run on classes that differ from those
/// of whoever calls it.
public final class GroupHistories implements Callable<String> {

  private static final int SEEDS = 20;

  @Override
  public String call() throws IOException, URISyntaxException {
    for (Path file : GroupScenarioTest.scenarios()) {
      if (differs(Files.readString(file))) {
        return file.getFileName().toString();
      }
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        GroupSimulationTest.play(seed);
      } catch (AssertionError | RuntimeException _) {
        return "seed " + seed;
      }
    }
    return "";
  }

  private static boolean differs(String text) {
    try {
      return !GroupScenarioTest.play(text).equals(text);
    } catch (AssertionError | RuntimeException _) {
      return true;
    }
  }
}
