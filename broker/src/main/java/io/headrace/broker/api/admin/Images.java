package io.headrace.broker.api.admin;

import io.headrace.metadata.ClusterImage;

/// Where handlers find what the cluster is now.
@FunctionalInterface
public interface Images {

  ClusterImage current();
}
