package io.headrace.simulator.cluster;

/// Which ways between a node and the others are cut.
enum Ways {
  BOTH,
  FROM_IT,
  TO_IT
}
