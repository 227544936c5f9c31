/// Which topics there are, and where their partitions lie.
///
/// Decides only: each class takes an image and a request and gives a decision. Runs on: the
/// reactor. May import: `base`, `runtime`, `metadata`, `protocol`, `controller.decision`,
/// `controller.config`. Begin with [TopicCreation].
@NullMarked
package io.headrace.controller.topic;

import org.jspecify.annotations.NullMarked;
