/// Which brokers there are.
///
/// Decides only. Runs on: the reactor. May import: `metadata`, `protocol`, `controller.decision`.
/// Begin with [BrokerRegistration].
@NullMarked
package io.headrace.controller.broker;

import org.jspecify.annotations.NullMarked;
