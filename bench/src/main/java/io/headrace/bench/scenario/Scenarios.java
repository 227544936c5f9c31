package io.headrace.bench.scenario;

import io.headrace.bench.scenario.Scenario.Peers;
import java.util.List;
import java.util.Optional;

/// All scenarios in the order in which they run.
public final class Scenarios {

  public static final List<Scenario> ALL =
      List.of(
          new Start(),
          new Idle(),
          new SmallProduce(1),
          new SmallProduce(4),
          new SmallProduce(100),
          new LargeProduce(1),
          new LargeProduce(4),
          new PacedProduce(500, Peers.DEFAULTS_AND_FLUSH),
          new PacedProduce(2_000, Peers.DEFAULTS),
          new LargeFetch());

  private Scenarios() {}

  public static Optional<Scenario> find(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
