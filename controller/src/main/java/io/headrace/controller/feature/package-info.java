/// The levels at which features of the cluster work.
///
/// Decides only. Runs on: the reactor. May import: `metadata`, `protocol`, `controller.decision`.
/// Begin with [FeatureUpdate].
@NullMarked
package io.headrace.controller.feature;

import org.jspecify.annotations.NullMarked;
