package io.headrace.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address with the name of its listener.
///
/// @param host empty for all addresses of this machine
public record Endpoint(String listener, String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_.-]+)://(?:\\[([0-9a-fA-F:.%]+)\\]|([^\\[\\]/:]*)):(\\d{1,5})");

  /// @param setting where the text comes from, for the error
  static List<Endpoint> parse(String setting, String text) throws BadConfigException {
    var endpoints = new ArrayList<Endpoint>();
    for (String word : Setting.words(text)) {
      Matcher matcher = FORM.matcher(word);
      if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > 65_535) {
        throw new BadConfigException(
            "%s: %s is not of the form NAME://host:port".formatted(setting, word));
      }
      String name = matcher.group(1).toUpperCase(Locale.ROOT);
      if (endpoints.stream().anyMatch(each -> each.listener().equals(name))) {
        throw new BadConfigException("%s: %s is there twice".formatted(setting, name));
      }
      String host = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      endpoints.add(new Endpoint(name, host, Integer.parseInt(matcher.group(4))));
    }
    return endpoints;
  }

  @Override
  public String toString() {
    return host.contains(":")
        ? "%s://[%s]:%d".formatted(listener, host, port)
        : "%s://%s:%d".formatted(listener, host, port);
  }
}
