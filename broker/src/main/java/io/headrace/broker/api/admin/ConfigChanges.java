package io.headrace.broker.api.admin;

import io.headrace.controller.Controller;
import io.headrace.controller.Request;
import io.headrace.controller.config.ConfigEdit;
import io.headrace.controller.decision.Outcome;
import io.headrace.controller.decision.Refusal;
import io.headrace.metadata.ConfigResource;
import io.headrace.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the two APIs that change configs have in common: which resources can be named, and what is
/// told of each.
public final class ConfigChanges {
  private static final int TIMEOUT_MS = 30_000;

  private final Controller controller;
  private final int nodeId;
  private final Images images;

  /// Clients ask the broker whose config they change; the controller, where that is carried out,
  /// takes it for any broker of the cluster.
  public ConfigChanges(Controller controller, int nodeId, Images images) {
    this.images = images;
    this.controller = controller;
    this.nodeId = nodeId;
  }

  /// One resource as the request names it.
  ///
  /// @param operations null where one of them is none that Kafka knows
  record Wanted(
      int typeId,
      String name,
      ConfigEdit.Style style,
      @Nullable List<ConfigEdit.Operation> operations) {}

  /// What became of one resource, as the answers of both APIs tell it.
  ///
  /// @param message null where nothing went wrong
  record Told(byte typeId, String name, short errorCode, @Nullable String message) {

    private static Told of(Wanted wanted, @Nullable Refusal refusal) {
      return new Told(
          (byte) wanted.typeId(),
          wanted.name(),
          (refusal == null ? ErrorCode.NONE : refusal.error()).code(),
          refusal == null ? null : Messages.of(refusal));
    }
  }

  /// Tells of each wanted change, in their order.
  void apply(List<Wanted> wanted, boolean validateOnly, Consumer<List<Told>> reply) {
    var refusals = new ArrayList<@Nullable Refusal>(wanted.size());
    var edits = new ArrayList<ConfigEdit>();
    SequencedSet<ResourceName> repeated = repeated(wanted);
    for (Wanted each : wanted) {
      Refusal refusal = refusalOf(each, repeated);
      refusals.add(refusal);
      if (refusal == null) {
        edits.add(editOf(each));
      }
    }
    controller.alterConfigs(
        validateOnly ? Request.validate(TIMEOUT_MS) : Request.change(TIMEOUT_MS),
        edits,
        outcome -> reply.accept(told(wanted, merged(refusals, outcome))));
  }

  private static List<Told> told(List<Wanted> wanted, List<@Nullable Refusal> refusals) {
    var told = new ArrayList<Told>(wanted.size());
    for (int index = 0; index < wanted.size(); index++) {
      told.add(Told.of(wanted.get(index), refusals.get(index)));
    }
    return told;
  }

  private record ResourceName(int typeId, String name) {}

  private static SequencedSet<ResourceName> repeated(List<Wanted> wanted) {
    SequencedSet<ResourceName> seen = new LinkedHashSet<>();
    SequencedSet<ResourceName> repeated = new LinkedHashSet<>();
    for (Wanted each : wanted) {
      var name = new ResourceName(each.typeId(), each.name());
      if (!seen.add(name)) {
        repeated.add(name);
      }
    }
    return repeated;
  }

  private @Nullable Refusal refusalOf(Wanted wanted, SequencedSet<ResourceName> repeated) {
    if (repeated.contains(new ResourceName(wanted.typeId(), wanted.name()))) {
      return ConfigResources.request("Each resource must appear at most once.");
    }
    ConfigResource.Type type = ConfigResources.typeOf(wanted.typeId());
    if (type == null) {
      return ConfigResources.request("Unknown resource type " + wanted.typeId());
    }
    if (wanted.operations() == null) {
      return ConfigResources.request("Unknown config operation.");
    }
    return ConfigResources.refusalOfChange(
        new ConfigResource(type, wanted.name()), nodeId, images.current());
  }

  private static ConfigEdit editOf(Wanted wanted) {
    ConfigResource.Type type = ConfigResources.typeOf(wanted.typeId());
    if (type == null || wanted.operations() == null) {
      throw new IllegalStateException("was refused before: " + wanted);
    }
    return new ConfigEdit(
        new ConfigResource(type, wanted.name()), wanted.style(), wanted.operations());
  }

  /// Fills the gaps between the refusals known before with what the controller said.
  private static List<@Nullable Refusal> merged(
      List<@Nullable Refusal> before, Outcome<List<@Nullable Refusal>> outcome) {
    var merged = new ArrayList<@Nullable Refusal>(before.size());
    int next = 0;
    for (Refusal refusal : before) {
      if (refusal != null) {
        merged.add(refusal);
        continue;
      }
      merged.add(
          switch (outcome) {
            case Outcome.Done<List<@Nullable Refusal>> done -> done.reply().get(next);
            case Outcome.Refused<List<@Nullable Refusal>> refused -> refused.refusal();
          });
      next++;
    }
    return merged;
  }
}
