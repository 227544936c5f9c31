package io.headrace.controller.decision;

import io.headrace.metadata.MetadataRecord;
import java.util.List;

/// What follows from a request: the records that change the metadata, and the outcome that is told
/// once these records are decided and every part of this node has seen them.
///
/// @param records all or none of them are decided; empty where the request changes nothing
public record Decision<R>(List<MetadataRecord> records, Outcome<R> outcome) {
  public Decision {
    records = List.copyOf(records);
  }

  public Decision(List<MetadataRecord> records, R reply) {
    this(records, new Outcome.Done<>(reply));
  }

  /// Changes nothing.
  public static <R> Decision<R> only(R reply) {
    return new Decision<>(List.of(), new Outcome.Done<>(reply));
  }

  /// Changes nothing, and says why.
  public static <R> Decision<R> refused(Refusal refusal) {
    return new Decision<>(List.of(), new Outcome.Refused<>(refusal));
  }
}
