package io.headrace.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An answer as fields that can be compared: what a broker makes up is shown by its kind, and what
/// comes in no promised order is sorted.
final class WireAnswer {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// An id that a broker made, as Kafka writes it; those of the questions begin with zeroes.
  private static final Pattern MADE_ID = Pattern.compile("(?!AAAAA)[A-Za-z0-9_-]{22}");

  /// Such an id within a sentence.
  private static final Pattern TOLD_ID =
      Pattern.compile("(?<![A-Za-z0-9_-])(?!AAAAA)[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])");

  /// Fields by which elements are told apart.
  private static final List<String> NAMES =
      List.of(".apiKey", ".name", ".groupId", ".partitionIndex", ".index", ".resourceName");

  /// Fields whose values are each broker's own.
  private static final Set<String> OWN =
      Set.of("clusterId", "logDir", "totalBytes", "usableBytes", "producerId");

  /// Of these only whether they are there is compared.
  private static final Set<String> OWN_UNLESS_ZERO = Set.of("sessionId");

  private final Map<String, String> namesOfIds;
  private final int port;

  private WireAnswer(Map<String, String> namesOfIds, int port) {
    this.namesOfIds = namesOfIds;
    this.port = port;
  }

  /// The fields of an answer by their paths, such as `topics[orders].partitions[0].errorCode`.
  static SortedMap<String, String> fields(WireClient client, JsonNode answer) {
    var fields = new TreeMap<String, String>();
    new WireAnswer(client.namesOfIds(), client.port()).flatten("", answer, fields);
    return fields;
  }

  private void flatten(String path, JsonNode node, SortedMap<String, String> fields) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        flatten(below, field.getValue(), fields);
      }
    } else if (node.isArray()) {
      int index = 0;
      for (SortedMap<String, String> each : elements(node)) {
        String at = path + "[" + nameOf(each, index++) + "]";
        each.forEach((below, value) -> fields.put(at + below, value));
      }
      fields.put(path + ".length", Integer.toString(index));
    } else {
      fields.put(path, shown(path.substring(path.lastIndexOf('.') + 1), node));
    }
  }

  /// What tells an element from its neighbours, or else its number.
  private static String nameOf(SortedMap<String, String> element, int index) {
    return NAMES.stream()
        .map(element::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> Integer.toString(index));
  }

  /// Topics that come in pieces are one topic; elements are in the order of what they say.
  private List<SortedMap<String, String>> elements(JsonNode array) {
    var merged = new LinkedHashMap<String, List<JsonNode>>();
    var all = new ArrayList<SortedMap<String, String>>();
    for (JsonNode each : array) {
      if (each.has("partitions") && (each.has("name") || each.has("topicId"))) {
        String key = each.path("name").asText() + each.path("topicId").asText();
        merged.computeIfAbsent(key, _ -> new ArrayList<>()).add(each);
      } else {
        all.add(element(each));
      }
    }
    merged.values().forEach(pieces -> all.add(element(merge(pieces))));
    all.sort(Comparator.comparing(SortedMap::toString));
    return all;
  }

  private static JsonNode merge(List<JsonNode> pieces) {
    var first = (ObjectNode) pieces.getFirst().deepCopy();
    for (JsonNode more : pieces.subList(1, pieces.size())) {
      more.path("partitions").forEach(first.withArray("partitions")::add);
    }
    return first;
  }

  private SortedMap<String, String> element(JsonNode node) {
    var fields = new TreeMap<String, String>();
    flatten("", node, fields);
    var dotted = new TreeMap<String, String>();
    fields.forEach((path, value) -> dotted.put(path.isEmpty() ? "" : "." + path, value));
    return dotted;
  }

  private String shown(String field, JsonNode node) {
    String value = node.asText();
    if (OWN.contains(field) && !value.equals("-1")) {
      return "(its own)";
    }
    if (OWN_UNLESS_ZERO.contains(field) && !value.equals("0")) {
      return "(its own)";
    }
    if (field.equals("port") && value.equals(Integer.toString(port))) {
      return "(its own)";
    }
    for (Map.Entry<String, String> name : namesOfIds.entrySet()) {
      value = value.replace(name.getKey(), name.getValue());
    }
    if (field.equals("topicId") && MADE_ID.matcher(value).matches()) {
      return "(its own)";
    }
    if (field.equals("errorMessage")) {
      value = TOLD_ID.matcher(value).replaceAll("(id)");
    }
    return node.isNull() ? "null" : UUID.matcher(value).replaceAll("(uuid)");
  }
}
