package io.headrace.controller.decision;

import io.headrace.metadata.MetadataRecord;
import java.util.List;

/// What follows from a request: the records that change the metadata, and the reply that is given
/// once these records are decided and every part of this node has seen them.
///
/// @param records all or none of them are decided; empty where the request changes nothing
public record Decision<R>(List<MetadataRecord> records, R reply) {
  public Decision {
    records = List.copyOf(records);
  }

  /// Changes nothing.
  public static <R> Decision<R> only(R reply) {
    return new Decision<>(List.of(), reply);
  }
}
