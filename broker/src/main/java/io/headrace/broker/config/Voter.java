package io.headrace.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node that votes on metadata, and where its controller listener is.
public record Voter(int nodeId, String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9})@(?:\\[([0-9a-fA-F:.%]+)\\]|([^\\[\\]/:]+)):(\\d{1,5})");

  /// `controller.quorum.voters`
  static List<Voter> parse(String text) throws BadConfigException {
    var voters = new ArrayList<Voter>();
    for (String word : Setting.words(text)) {
      Matcher matcher = FORM.matcher(word);
      if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > 65_535) {
        throw new BadConfigException(
            "controller.quorum.voters: %s is not of the form id@host:port".formatted(word));
      }
      String host = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      int nodeId = Integer.parseInt(matcher.group(1));
      if (voters.stream().anyMatch(each -> each.nodeId() == nodeId)) {
        throw new BadConfigException(
            "controller.quorum.voters: node %d is there twice".formatted(nodeId));
      }
      voters.add(new Voter(nodeId, host, Integer.parseInt(matcher.group(4))));
    }
    return voters;
  }
}
