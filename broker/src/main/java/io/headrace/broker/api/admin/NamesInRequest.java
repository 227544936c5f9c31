package io.headrace.broker.api.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How often each name occurs in a request: who names one thing twice is refused for it, because
/// nobody could say which of the two is meant.
record NamesInRequest(Map<String, Integer> counts) {

  static <T> NamesInRequest of(Iterable<T> items, Function<T, String> name) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    items.forEach(item -> counts.merge(name.apply(item), 1, Integer::sum));
    return new NamesInRequest(counts);
  }

  boolean isSingle(String name) {
    return counts.getOrDefault(name, 0) == 1;
  }

  /// Those that occur more than once, each once.
  List<String> repeated() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
