package io.headrace.architecture.planted.broker.api.data;

import io.headrace.architecture.planted.broker.api.admin.OtherHandler;
import io.headrace.architecture.planted.network.StrayHandler;

/// Sees another handler, and the network.
public record LeaningHandler(OtherHandler other, StrayHandler stray) {}
