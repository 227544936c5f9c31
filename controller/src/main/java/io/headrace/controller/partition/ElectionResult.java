package io.headrace.controller.partition;

import io.headrace.controller.decision.Refusal;
import io.headrace.controller.partition.ElectionRequest.Named;
import org.jspecify.annotations.Nullable;

/// What became of one election.
///
/// @param refusal null if there is another leader now
public record ElectionResult(Named partition, @Nullable Refusal refusal) {}
