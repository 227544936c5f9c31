package io.headrace.broker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Works out where clients are served and what they are told, from a node's own settings and from
/// those of a Kafka node in combined role.
///
/// @param advertised by the name of the listener; only those that differ
record Listeners(List<Endpoint> bound, Map<String, Endpoint> advertised, List<String> notices) {

  static Listeners of(Settings settings, Map<String, String> given) throws BadConfigException {
    var notices = new ArrayList<String>();
    List<String> ofController =
        Setting.words(given.getOrDefault("controller.listener.names", "")).stream()
            .map(name -> name.toUpperCase(Locale.ROOT))
            .toList();
    Map<String, String> protocols = protocols(given);
    var bound = new ArrayList<Endpoint>();
    for (Endpoint endpoint : Endpoint.parse("listeners", settings.value("listeners"))) {
      if (ofController.contains(endpoint.listener())) {
        notices.add("listener not opened, controllers need none here: " + endpoint);
        continue;
      }
      String protocol = protocols.getOrDefault(endpoint.listener(), endpoint.listener());
      boolean named = protocols.containsKey(endpoint.listener());
      if (!protocol.equals("PLAINTEXT")) {
        throw new BadConfigException(
            named
                ? "listeners: %s asks for %s, only PLAINTEXT is there".formatted(endpoint, protocol)
                : "listeners: %s has no protocol; only PLAINTEXT is there".formatted(endpoint));
      }
      bound.add(endpoint);
    }
    if (bound.isEmpty()) {
      throw new BadConfigException("listeners: there is none for clients");
    }
    var advertised = new LinkedHashMap<String, Endpoint>();
    for (Endpoint endpoint :
        Endpoint.parse("advertised.listeners", settings.value("advertised.listeners"))) {
      if (ofController.contains(endpoint.listener())) {
        continue;
      }
      if (bound.stream().noneMatch(each -> each.listener().equals(endpoint.listener()))) {
        throw new BadConfigException(
            "advertised.listeners: there is no listener " + endpoint.listener());
      }
      if (endpoint.host().isEmpty() || endpoint.host().equals("0.0.0.0")) {
        throw new BadConfigException("advertised.listeners: clients cannot connect to " + endpoint);
      }
      advertised.put(endpoint.listener(), endpoint);
    }
    return new Listeners(bound, advertised, notices);
  }

  /// `listener.security.protocol.map`: NAME:PROTOCOL, with commas between them.
  private static Map<String, String> protocols(Map<String, String> given)
      throws BadConfigException {
    var protocols = new LinkedHashMap<String, String>();
    for (String word : Setting.words(given.getOrDefault("listener.security.protocol.map", ""))) {
      int colon = word.indexOf(':');
      if (colon <= 0) {
        throw new BadConfigException(
            "listener.security.protocol.map: %s is not of the form NAME:PROTOCOL".formatted(word));
      }
      protocols.put(
          word.substring(0, colon).toUpperCase(Locale.ROOT),
          word.substring(colon + 1).toUpperCase(Locale.ROOT));
    }
    return protocols;
  }
}
