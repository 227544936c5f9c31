/// The APIs that ask about the cluster and change it: topics, partitions, configs, producer ids.
///
/// Questions are answered from the current image; changes go to the controller. Runs on: the
/// reactor. May import: `base`, `protocol`, `metadata`, `controller`. Begin with [MetadataHandler].
@NullMarked
package io.headrace.broker.api.admin;

import org.jspecify.annotations.NullMarked;
