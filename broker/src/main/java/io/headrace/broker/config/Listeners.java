package io.headrace.broker.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Works out where clients and other nodes are served and what they are told, from a node's own
/// settings and from those of a Kafka node in combined role.
///
/// @param clients listeners for clients
/// @param controller listeners for the other nodes' metadata; one at most
/// @param advertised by the name of the listener; only those that differ
record Listeners(
    List<Endpoint> clients, List<Endpoint> controller, Map<String, Endpoint> advertised) {

  private static final int FREE_PORT = 0;

  static Listeners of(Settings settings, Roles roles) throws BadConfigException {
    List<String> ofController = ofController(settings);
    Map<String, String> protocols = protocols(settings);
    var clients = new ArrayList<Endpoint>();
    var controller = new ArrayList<Endpoint>();
    for (Endpoint endpoint : Endpoint.parse("listeners", settings.value("listeners"))) {
      boolean metadata = ofController.contains(endpoint.listener());
      requirePlaintext(endpoint, protocols, metadata ? "PLAINTEXT" : endpoint.listener());
      (metadata ? controller : clients).add(endpoint);
    }
    if (clients.isEmpty() && roles.isBroker()) {
      throw new BadConfigException("listeners: there is none for clients");
    }
    if (!clients.isEmpty() && !roles.isBroker()) {
      throw new BadConfigException(
          "listeners: %s is for clients, whom a controller does not serve; see controller.listener.names"
              .formatted(clients.getFirst()));
    }
    if (controller.size() > 1) {
      throw new BadConfigException("controller.listener.names: one listener is enough");
    }
    var bound = new ArrayList<>(clients);
    bound.addAll(controller);
    Map<String, Endpoint> advertised = advertised(settings, bound);
    if (controller.isEmpty() && roles == Roles.BROKER) {
      controller.add(meetingPlace(clients.getFirst(), ofController));
    }
    return new Listeners(clients, controller, advertised);
  }

  private static List<String> ofController(Settings settings) {
    return Setting.words(settings.value("controller.listener.names")).stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .toList();
  }

  /// Nodes meet on controller listeners, which the file of a Kafka broker does not have: it gets
  /// one beside its first listener, on a free port.
  private static Endpoint meetingPlace(Endpoint beside, List<String> ofController)
      throws BadConfigException {
    if (ofController.isEmpty()) {
      throw new BadConfigException("controller.listener.names: a broker has to know one");
    }
    return new Endpoint(ofController.getFirst(), beside.host(), FREE_PORT);
  }

  private static void requirePlaintext(
      Endpoint endpoint, Map<String, String> protocols, String byDefault)
      throws BadConfigException {
    boolean named = protocols.containsKey(endpoint.listener());
    String protocol = protocols.getOrDefault(endpoint.listener(), byDefault);
    if (!protocol.equals("PLAINTEXT")) {
      throw new BadConfigException(
          named
              ? "listeners: %s asks for %s, only PLAINTEXT is there".formatted(endpoint, protocol)
              : "listeners: %s has no protocol; only PLAINTEXT is there".formatted(endpoint));
    }
  }

  private static Map<String, Endpoint> advertised(Settings settings, List<Endpoint> bound)
      throws BadConfigException {
    var advertised = new LinkedHashMap<String, Endpoint>();
    for (Endpoint endpoint :
        Endpoint.parse("advertised.listeners", settings.value("advertised.listeners"))) {
      if (bound.stream().noneMatch(each -> each.listener().equals(endpoint.listener()))) {
        throw new BadConfigException(
            "advertised.listeners: there is no listener " + endpoint.listener());
      }
      if (endpoint.host().isEmpty() || endpoint.host().equals("0.0.0.0")) {
        throw new BadConfigException("advertised.listeners: clients cannot connect to " + endpoint);
      }
      advertised.put(endpoint.listener(), endpoint);
    }
    return advertised;
  }

  private static Map<String, String> protocols(Settings settings) throws BadConfigException {
    var protocols = new LinkedHashMap<String, String>();
    for (String word : Setting.words(settings.value("listener.security.protocol.map"))) {
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
