package io.headrace.group;

import java.util.LinkedHashMap;
import java.util.Map;

/// Gives member ids, which are random, names that can be read: the second id of client `a` is `a2`.
final class Names {

  private final Map<String, String> byId = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /// The name of a member id; a new one is named after the client it begins with.
  String of(String memberId) {
    if (memberId.isEmpty()) {
      return "''";
    }
    return byId.computeIfAbsent(
        memberId,
        id -> {
          int dash = id.indexOf('-');
          String client = dash < 0 ? id : id.substring(0, dash);
          return client + counts.merge(client, 1, Integer::sum);
        });
  }

  /// The member id of a name; a name that nobody has stands for itself.
  String id(String name) {
    return byId.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(name);
  }
}
