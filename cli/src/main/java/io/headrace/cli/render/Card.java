package io.headrace.cli.render;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The facts about one thing, and perhaps a listing of its parts. Cells are those of [Listing].
public final class Card {

  private final Map<String, Object> facts = new LinkedHashMap<>();
  private String partsName = "";
  private Optional<Listing> parts = Optional.empty();

  public Card fact(String name, Object cell) {
    facts.put(name, cell);
    return this;
  }

  public Card parts(String name, Listing listing) {
    partsName = name;
    parts = Optional.of(listing);
    return this;
  }

  Map<String, Object> facts() {
    return facts;
  }

  String partsName() {
    return partsName;
  }

  Optional<Listing> parts() {
    return parts;
  }
}
