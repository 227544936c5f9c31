/// The settings of topics: which there are, what values they take, and what is in effect for a
/// topic out of all the places where it can be set.
///
/// Values only, shared freely between threads. May import: `base`, `metadata`. Begin with
/// [TopicConfigKeys] and [EffectiveConfigs].
@NullMarked
package io.headrace.metadata.config;

import org.jspecify.annotations.NullMarked;
