/// What is set for topics, brokers, groups, and client metrics.
///
/// Decides only. Runs on: the reactor. May import: `metadata`, `protocol`, `controller.decision`.
/// Begin with [ConfigAlteration].
@NullMarked
package io.headrace.controller.config;

import org.jspecify.annotations.NullMarked;
